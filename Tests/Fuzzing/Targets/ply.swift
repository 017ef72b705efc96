// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng tiff turbojpeg z

import LivenessMedia

/// Reads the bytes as a PLY file; what is accepted keeps the budget, and a cloud comes back as it was
/// written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let budget = MediaBudget(fileBytes: 1 << 16, imagePixels: 1 << 20, cloudPoints: 1 << 16)
  do throws(CaptureError) {
    let points = try PLYFile.decode(bytes, file: "cloud", budget: budget).points
    precondition(points.count <= budget.cloudPoints)
    let again = try PLYFile.decode(PLYFile.encode(points), file: "cloud").points
    precondition(again.count == points.count)
    for (one, other) in zip(points, again) {
      for axis in 0..<3 { precondition(one[axis] == other[axis] || one[axis].isNaN) }
    }
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
