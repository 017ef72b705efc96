import LivenessMedia
import LivenessSensing

/// Something other than 16-bit depth and an 8-bit grey image.
struct UnexpectedSamples: Error {}

let folder = "Documentation/Examples/Captures/live-04"
guard
  case .grey16(let depthSamples) = try PNGFile.read(at: "\(folder)/depth.png").samples,
  case .grey8(let imageSamples) = try PNGFile.read(at: "\(folder)/nir.png").samples
else { throw UnexpectedSamples() }

let depthCamera = try CameraModel(
  width: 640, height: 480, focalX: 570, focalY: 570, centerX: 317.6334, centerY: 237.9911)
let depth = try DepthFrame(
  width: 640, height: 480, raw: depthSamples, metresPerUnit: 0.001, invalid: [0],
  camera: depthCamera)
