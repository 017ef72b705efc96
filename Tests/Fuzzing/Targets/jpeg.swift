// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng turbojpeg

import LivenessMedia

/// Decompresses the bytes as a JPEG image within a small budget.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? JPEGFile.decode(bytes, file: "fuzz.jpg", budget: budget)
  return 0
}

let budget = MediaBudget(fileBytes: 1 << 16, imagePixels: 1 << 20)
