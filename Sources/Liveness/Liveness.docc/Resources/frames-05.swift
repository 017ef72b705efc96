import Liveness
import LivenessFaces
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

let imageCamera = try CameraModel(
  width: 640, height: 480, focalX: 400.5371, focalY: 401.5565, centerX: 322.2948, centerY: 231.8813,
  distortion: .brownConrady(k1: -0.00915, k2: 0.04694, p1: -5e-05, p2: -1e-05, k3: -0.00082))
let image = try ImageFrame(
  width: 640, height: 480, pixels: imageSamples, modality: .nearInfrared, camera: imageCamera)

let depthToImage = try RigidTransform(
  rotation: [
    0.9999709078828923, -0.0014940750156327738, -0.007480048643733187,
    0.0016084119027433557, 0.9998816090109777, 0.015302972677567936,
    0.007456299284233921, -0.015314558480966052, 0.9998549234261522,
  ],
  translation: [-0.032167, 0.004327, 0.000305])
let capture = LivenessCapture(
  depth: depth, images: [image], registration: .depthToImage(depthToImage),
  faceBox: FaceBox(x: 233.2, y: 113.4, width: 119.1, height: 172.8))

let detector = try LivenessDetector()
let result = try detector.detect(capture)
