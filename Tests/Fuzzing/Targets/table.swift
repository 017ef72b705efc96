// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng tiff turbojpeg z

import LivenessMedia

/// Reads the bytes as a table, with and without a known size, and as a file of any format; what is
/// accepted fills its size and keeps the budget.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let budget = MediaBudget(fileBytes: 1 << 16, imagePixels: 1 << 20, cloudPoints: 1 << 16)
  check(budget) { () throws(CaptureError) in
    try TableFile.decode(bytes, file: "table", budget: budget)
  }
  check(budget) { () throws(CaptureError) in
    try TableFile.decode(bytes, size: (7, 5), file: "table", budget: budget)
  }
  check(budget) { () throws(CaptureError) in
    try DepthFile.decode(bytes, file: "table", budget: budget)
  }
  return 0
}

/// Looks at what was accepted.
func check(_ budget: MediaBudget, _ read: () throws(CaptureError) -> DecodedDepth) {
  do throws(CaptureError) {
    switch try read() {
    case .map(let image):
      let pixels = image.width * image.height
      precondition(image.width > 0 && image.height > 0 && pixels <= budget.imagePixels)
      precondition(image.samples.count == image.samples.channels * pixels)
    case .cloud(let cloud): precondition(cloud.points.count <= budget.cloudPoints)
    }
  } catch {
    precondition(!error.message.isEmpty)
  }
}
