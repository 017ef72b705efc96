import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

struct CaptureWritingTests {
  private func written(_ capture: LivenessCapture) throws -> (LivenessCapture, names: [String]) {
    let folder = try TemporaryFolder()
    let files = try CaptureFolder.files(of: capture)
    for file in files { try folder.write(file.bytes, to: file.name) }
    return (try CaptureFolder.read(at: folder.path), files.map(\.name))
  }

  private static let lenses: [LensDistortion] = [
    .none, .brownConrady(k1: 0.1, k2: -0.2, p1: 0.001, p2: -1e-5, k3: 0.03),
    .inverseBrownConrady(k1: 0.1, k2: -0.2, p1: 0.001, p2: 0, k3: 0.03),
    .rational(k1: 0.1, k2: -0.2, p1: 0.001, p2: 0, k3: 0.03, k4: 0.2, k5: 0.1, k6: 0.05),
  ]

  @Test(arguments: lenses) func `a capture comes back as it was written`(
    lens: LensDistortion
  ) throws {
    let camera = try CameraModel(
      width: 3, height: 2, focalX: 5.25, focalY: 5, centerX: 1, centerY: 0.1, distortion: lens)
    let transform = try RigidTransform(
      rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: SIMD3(0.025, -1e-7, 0))
    let capture = LivenessCapture(
      depth: try DepthFrame(
        width: 3, height: 2, raw: [0, 500, 501, 600, 1, 65_534], metresPerUnit: 0.001,
        camera: camera),
      images: [
        try ImageFrame(
          width: 3, height: 2, pixels: [0, 1, 2, 3, 4, 255], modality: .nearInfraredWithDots,
          camera: camera),
        try ImageFrame(
          width: 3, height: 2, channels: 3, pixels: (0..<18).map { UInt8($0) }, modality: .color,
          camera: camera),
      ], registration: .depthToImage(transform),
      faceBox: FaceBox(x: -0.5, y: 0, width: 2.25, height: 1), isCropped: true)
    let (read, names) = try written(capture)
    #expect(names == ["depth.png", "nir-dots.png", "rgb-2.png", "capture.json"])
    #expect(read.depth.values.map(\.bitPattern) == capture.depth.values.map(\.bitPattern))
    #expect(read.depth.camera == camera)
    #expect(read.images.map(\.pixels) == capture.images.map(\.pixels))
    #expect(read.images.map(\.modality) == capture.images.map(\.modality))
    #expect(read.images[0].camera == camera)
    #expect(read.registration == capture.registration)
    #expect(read.faceBox == capture.faceBox)
    #expect(read.isCropped)
  }

  @Test func `depth that is not in whole units is written as floats`() throws {
    let camera = try CameraModel(
      width: 2, height: 2, focalX: 5, focalY: 5, centerX: 0.5, centerY: 0.5)
    for scale in [DepthScale.metric, .relative] {
      let values: [Float] = [0.1234567, .nan, 2, 0.3]
      let capture = LivenessCapture(
        depth: try DepthFrame(width: 2, height: 2, values: values, scale: scale, camera: camera),
        images: [])
      let (read, names) = try written(capture)
      #expect(names == ["depth.npy", "capture.json"])
      #expect(read.depth.scale == scale)
      #expect(read.depth.values[0] == 0.1234567 && read.depth.values[1].isNaN)
    }
    let relative = LivenessCapture(
      depth: try DepthFrame(
        width: 2, height: 2, values: [0, -1, 5, 6], scale: .relative, camera: camera), images: [])
    #expect(try written(relative).0.depth.values == [0, -1, 5, 6])
  }

  @Test func `a table of magnifications keeps its centre`() throws {
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1,
      magnifications: [0, 0.01, 0.03], distortionCenter: SIMD2(1.25, 1.5), mapping: .imageToIdeal)
    let depth = try DepthFrame(
      width: 4, height: 3, values: [Float](repeating: 1, count: 12), camera: camera)
    let read = try written(LivenessCapture(depth: depth, images: [])).0
    let found = try #require(read.depth.camera)
    for pixel in [SIMD2(0.0, 0), SIMD2(3, 2), SIMD2(1, 2)] {
      let one = try #require(camera.ray(through: pixel))
      let other = try #require(found.ray(through: pixel))
      #expect(abs(one.x - other.x) < 1e-9 && abs(one.y - other.y) < 1e-9)
    }
  }

  @Test func `a frame without a camera cannot be written`() throws {
    let capture = LivenessCapture(
      depth: try DepthFrame(width: 1, height: 1, values: [1]), images: [])
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.files(of: capture) } == .notWritable)
  }
}
