// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng turbojpeg

@testable import LivenessMedia

/// Reads the bytes as the `capture.json` of a capture folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? CaptureDescription(json: bytes, file: "capture.json")
  return 0
}
