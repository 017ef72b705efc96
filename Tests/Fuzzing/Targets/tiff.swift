// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng tiff turbojpeg z

import LivenessMedia

/// Reads the bytes as a TIFF image; what is accepted fills its size and keeps the budget.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let budget = MediaBudget(fileBytes: 1 << 16, imagePixels: 1 << 20)
  do throws(CaptureError) {
    let image = try TIFFFile.decode(bytes, file: "image", budget: budget)
    let pixels = image.width * image.height
    precondition(image.width > 0 && image.height > 0 && pixels <= budget.imagePixels)
    precondition(image.samples.count == image.samples.channels * pixels)
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
