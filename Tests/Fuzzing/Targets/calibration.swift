// modules: LivenessTensors LivenessLayers LivenessSensing LivenessFaces Liveness LivenessMedia
// libraries: blas spng tiff turbojpeg z

import LivenessMedia
import LivenessSensing

/// Reads the bytes as a calibration; a camera that is accepted projects what it sees, or says that it
/// does not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  do throws(CaptureError) {
    let calibration = try Calibration.decode(bytes, file: "calibration")
    precondition(calibration.depth != nil || calibration.image != nil)
    for camera in [calibration.depth, calibration.image].compactMap({ $0 }) {
      precondition(camera.width > 0 && camera.height > 0 && camera.focalX > 0)
      guard let point = camera.deproject(SIMD2(1, 1), depth: 1) else { continue }
      precondition(camera.project(point).map { $0.x.isFinite && $0.y.isFinite } ?? true)
    }
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
