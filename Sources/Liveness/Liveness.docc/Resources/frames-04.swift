import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing

/// Something other than 16-bit depth and an 8-bit grey image.
struct UnexpectedSamples: Error {}

let folder = "Documentation/Examples/Captures/live-02"
guard
  case .grey16(let depthSamples) = try PNGFile.read(at: "\(folder)/depth.png").samples,
  case .grey8(let imageSamples) = try PNGFile.read(at: "\(folder)/nir.png").samples
else { throw UnexpectedSamples() }

let depthCamera = try CameraModel(
  width: 640, height: 480, focalX: 570, focalY: 570, centerX: 318.3483, centerY: 232.0413)
let depth = try DepthFrame(
  width: 640, height: 480, raw: depthSamples, metresPerUnit: 0.001, invalid: [0],
  camera: depthCamera)

let imageCamera = try CameraModel(
  width: 640, height: 480, focalX: 389.464, focalY: 390.1662, centerX: 318.1, centerY: 247.3367,
  distortion: .brownConrady(k1: 0.02611, k2: -0.02476, p1: 0.00073, p2: 0.00037, k3: 0.00252))
let image = try ImageFrame(
  width: 640, height: 480, pixels: imageSamples, modality: .nearInfrared, camera: imageCamera)

let depthToImage = try RigidTransform(
  rotation: [
    0.9995717900724183, 0.012894514983693177, 0.026267241475969528,
    -0.012718329847379922, 0.999895562936771, -0.0068634761782771486,
    -0.026352999398831775, 0.006526461728367527, 0.9996313944249615,
  ],
  translation: [-0.033467, -0.000186, 0.000684])
let capture = LivenessCapture(
  depth: depth, images: [image], registration: .depthToImage(depthToImage),
  faceBox: FaceBox(x: 269.6, y: 140, width: 159.8, height: 241.9))
