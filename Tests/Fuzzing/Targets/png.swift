// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng turbojpeg

import LivenessMedia

/// Decompresses the bytes as a PNG image within a small budget.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? PNGFile.decode(bytes, file: "fuzz.png", budget: budget)
  return 0
}

let budget = MediaBudget(fileBytes: 1 << 16, imagePixels: 1 << 20)
