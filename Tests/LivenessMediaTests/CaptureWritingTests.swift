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
        images: [], registration: .aligned)
      let (read, names) = try written(capture)
      #expect(names == ["depth.npy", "capture.json"])
      #expect(read.depth.scale == scale)
      #expect(read.depth.values[0] == 0.1234567 && read.depth.values[1].isNaN)
    }
    let relative = LivenessCapture(
      depth: try DepthFrame(
        width: 2, height: 2, values: [0, -1, 5, 6], scale: .relative, camera: camera), images: [],
      registration: .aligned)
    #expect(try written(relative).0.depth.values == [0, -1, 5, 6])
  }

  @Test func `a table of magnifications keeps its centre`() throws {
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1,
      magnifications: [0, 0.01, 0.03], distortionCenter: SIMD2(1.25, 1.5), mapping: .imageToIdeal)
    let depth = try DepthFrame(
      width: 4, height: 3, values: [Float](repeating: 1, count: 12), camera: camera)
    let read = try written(LivenessCapture(depth: depth, images: [], registration: .aligned)).0
    let found = try #require(read.depth.camera)
    for pixel in [SIMD2(0.0, 0), SIMD2(3, 2), SIMD2(1, 2)] {
      let one = try #require(camera.ray(through: pixel))
      let other = try #require(found.ray(through: pixel))
      #expect(abs(one.x - other.x) < 1e-9 && abs(one.y - other.y) < 1e-9)
    }
  }

  @Test func `a table of magnifications is kept where pixels are not square`() throws {
    let square = try CameraModel(
      width: 40, height: 30, focalX: 60, focalY: 60, centerX: 19, centerY: 14.5,
      magnifications: [0, 0.01, 0.03], distortionCenter: SIMD2(18.25, 17), mapping: .idealToImage)
    let camera = try square.scaled(toWidth: 20, height: 30)
    let read = try written(capture(camera)).0
    let found = try #require(read.depth.camera)
    for pixel in [SIMD2(0.0, 0), SIMD2(19, 29), SIMD2(8, 20)] {
      let one = try #require(camera.ray(through: pixel))
      let other = try #require(found.ray(through: pixel))
      #expect(abs(one.x - other.x) < 1e-9 && abs(one.y - other.y) < 1e-9)
    }
  }

  private static func camera() throws -> CameraModel {
    try CameraModel(width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1)
  }

  /// A capture with one image in near infrared, of which tests choose parts.
  private func capture(
    _ camera: CameraModel, registration: LivenessCapture.Registration = .aligned,
    faceBox: FaceBox? = nil, depthTime: Duration? = nil, imageTime: Duration? = nil
  ) throws -> LivenessCapture {
    let count = camera.width * camera.height
    let image = try ImageFrame(
      width: camera.width, height: camera.height, pixels: [UInt8](repeating: 7, count: count),
      camera: camera)
    return LivenessCapture(
      depth: try DepthFrame(
        width: camera.width, height: camera.height, values: [Float](repeating: 1, count: count),
        camera: camera),
      images: [image], registration: registration, faceBox: faceBox, depthTime: depthTime,
      imageTime: imageTime)
  }

  @Test func `the times of the frames are kept`() throws {
    let camera = try Self.camera()
    for (depth, image) in [
      (Duration.milliseconds(12_500), Duration.milliseconds(12_510)),
      (Duration.zero, Duration.nanoseconds(1_700_000_000_123_456_789)),
      (Duration.seconds(9_000_000_000), Duration.microseconds(4_300_000_000_000_007)),
    ] {
      let read = try written(capture(camera, depthTime: depth, imageTime: image)).0
      let found = (try #require(read.depthTime), try #require(read.imageTime))
      for apart in [found.0 - depth, found.1 - image] {
        #expect(apart <= .microseconds(1) && apart >= .microseconds(-1), "\(depth) \(image)")
      }
    }
    let alone = try written(capture(camera, imageTime: .seconds(3))).0
    #expect(alone.depthTime == nil && alone.imageTime == .seconds(3))
  }

  /// The message of the error that writing a capture throws; `nil` where it has another code.
  private func refusal(_ capture: LivenessCapture) -> String? {
    let error = failure { () throws(CaptureError) in try CaptureFolder.files(of: capture) }
    return error?.code == .notWritable ? error?.message : nil
  }

  @Test func `a time that no description can say cannot be written`() throws {
    let camera = try Self.camera()
    for time in [Duration.seconds(-1), .seconds(9_000_000_001), .seconds(Int64.max)] {
      #expect(try refusal(capture(camera, depthTime: time))?.contains("seconds") == true)
      #expect(try refusal(capture(camera, imageTime: time))?.contains("seconds") == true)
    }
    let depth = try capture(camera).depth
    let alone = LivenessCapture(
      depth: depth, images: [], registration: .aligned, imageTime: .seconds(1))
    #expect(refusal(alone)?.contains("time of the images") == true)
  }

  @Test func `light that no description can say cannot be written`() throws {
    let camera = try Self.camera()
    let depth = try capture(camera).depth
    for name in ["depth", "grey", "x\"/../../y", ""] {
      let image = try ImageFrame(
        width: 4, height: 3, pixels: [UInt8](repeating: 0, count: 12),
        modality: Modality(rawValue: name), camera: camera)
      let found = refusal(LivenessCapture(depth: depth, images: [image], registration: .aligned))
      #expect(found?.contains("one of nir, nir-dots, rgb") == true, "\(name)")
    }
    let grey = try ImageFrame(
      width: 4, height: 3, pixels: [UInt8](repeating: 0, count: 12), modality: .color,
      camera: camera)
    let found = refusal(LivenessCapture(depth: depth, images: [grey], registration: .aligned))
    #expect(found?.contains("three channels") == true)
  }

  @Test(arguments: [
    FaceBox(x: .nan, y: 0, width: 1, height: 1), FaceBox(x: 0, y: 0, width: 0, height: 1),
    FaceBox(x: 0, y: .infinity, width: 1, height: 1), FaceBox(x: 2e6, y: 0, width: 1, height: 1),
  ])
  func `a face box that would be refused cannot be written`(box: FaceBox) throws {
    #expect(try refusal(capture(Self.camera(), faceBox: box)) != nil)
  }

  @Test func `a lens that would be read as another one cannot be written`() throws {
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1,
      magnifications: [0, 0.01, 0.03], distortionCenter: SIMD2(1.25, 1.5), mapping: .imageToIdeal)
    #expect(try refusal(capture(camera)) == nil)
    guard case .radialTable(let table) = camera.distortion else {
      Issue.record("expected a table")
      return
    }
    // The table of a larger image, of which this one was cut.
    let wide = try CameraModel(
      width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1,
      distortion: .radialTable(
        RadialTable(
          magnifications: table.magnifications, center: table.center,
          farthestRadius: 2 * table.farthestRadius, mapping: table.mapping)))
    let found = try refusal(capture(wide))
    #expect(found?.contains("camera of the depth map, cameras of the images") == true)
    let strong = try CameraModel(
      width: 4, height: 3, focalX: 6, focalY: 6, centerX: 1.5, centerY: 1,
      distortion: .brownConrady(k1: 1001, k2: 0, p1: 0, p2: 0, k3: 0))
    #expect(try refusal(capture(strong))?.contains("±1000") == true)
  }

  @Test func `a homography that nine numbers do not say cannot be written`() throws {
    let camera = try Self.camera()
    let map = try Homography(elements: [1, 0, 100, 0, 1, 0, 0.02, 0, 1])
    #expect(try refusal(capture(camera, registration: .homography(map))) == nil)
    // Its pixel (0, 0) lies beyond the horizon, which the numbers alone would not tell.
    let back = try refusal(capture(camera, registration: .homography(map.inverse)))
    #expect(back?.contains("registration") == true)
  }

  @Test func `every sample capture comes back as it was`() throws {
    for path in try CaptureFolder.find(at: SampleCaptures.path) {
      let capture = try CaptureFolder.read(at: path)
      let read = try written(capture).0
      #expect(
        read.depth.values.map(\.bitPattern) == capture.depth.values.map(\.bitPattern), "\(path)")
      #expect(read.images.map(\.pixels) == capture.images.map(\.pixels), "\(path)")
      #expect(read.registration == capture.registration && read.faceBox == capture.faceBox)
      #expect(read.depth.camera == capture.depth.camera)
    }
  }

  @Test func `a frame without a camera cannot be written`() throws {
    let capture = LivenessCapture(
      depth: try DepthFrame(width: 1, height: 1, values: [1]), images: [], registration: .aligned)
    #expect(
      code { () throws(CaptureError) in try CaptureFolder.files(of: capture) } == .notWritable)
  }
}
