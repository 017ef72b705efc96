import Liveness
import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

/// A ball the size of a head in front of a wall, as real depth sensors see it.
private struct BallScene {
  static let center = SIMD3(0.01, -0.005, 0.72)
  static let radius = 0.105
  static let wall = 1.35

  let image: CameraModel
  let depth: CameraModel
  /// From the depth camera's coordinates to the image camera's.
  let transform: RigidTransform

  /// The point that a ray from a place meets, in the image camera's coordinates.
  static func hit(from origin: SIMD3<Double>, along direction: SIMD3<Double>) -> SIMD3<Double> {
    let offset = origin - center
    let (a, b) = ((direction * direction).sum(), (direction * offset).sum())
    let inside = b * b - a * ((offset * offset).sum() - radius * radius)
    let t =
      inside > 0 && b < 0
      ? (-b - inside.squareRoot()) / a : (wall - origin.z) / direction.z
    return origin + direction * t
  }

  static func isBall(_ point: SIMD3<Double>) -> Bool { point.z < 1 }

  /// What the depth camera's pixel sees, in its own coordinates.
  func seen(_ x: Double, _ y: Double) -> SIMD3<Double> {
    let ray = depth.ray(through: SIMD2(x, y)) ?? .zero
    let origin = transform.apply(to: .zero)
    let point = Self.hit(from: origin, along: transform.rotate(SIMD3(ray, 1)))
    return transform.inverse.apply(to: point)
  }

  /// Whether a point, in the depth camera's coordinates, is lit from a projector beside it.
  func isLit(_ point: SIMD3<Double>, from projector: SIMD3<Double>) -> Bool {
    let origin = transform.apply(to: projector)
    let target = transform.apply(to: point)
    let found = Self.hit(from: origin, along: target - origin) - target
    return (found * found).sum() < 1e-6
  }

  func picture() throws -> ImageFrame {
    var generator = SeededGenerator(seed: 3)
    var pixels: [UInt8] = []
    for y in 0..<image.height {
      for x in 0..<image.width {
        let ray = image.ray(through: SIMD2(Double(x), Double(y))) ?? .zero
        let light: UInt8 = Self.isBall(Self.hit(from: .zero, along: SIMD3(ray, 1))) ? 130 : 25
        pixels.append(light + UInt8.random(in: 0...16, using: &generator))
      }
    }
    return try ImageFrame(
      width: image.width, height: image.height, pixels: pixels, camera: image)
  }

  /// Where the ball lies on the image.
  var box: FaceBox {
    let middle = image.project(Self.center) ?? .zero
    let extent = 2 * Self.radius / Self.center.z * image.focalX
    return FaceBox(
      x: middle.x - 0.4 * extent + 0.5, y: middle.y - extent / 2 + 0.5, width: 0.8 * extent,
      height: extent)
  }
}

/// How an aligned depth map differs from what is there.
private struct DepthErrors {
  private(set) var ball: [Double] = []
  private(set) var ballHoles = 0
  private(set) var wild = 0
  private(set) var count = 0

  init(of frame: DepthFrame, in scene: BallScene) throws {
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let points = [SIMD2(0.0, 0), SIMD2(4, 0), SIMD2(-4, 0), SIMD2(0, 4), SIMD2(0, -4)].map {
          let ray = scene.image.ray(through: SIMD2(Double(x), Double(y)) + $0) ?? .zero
          return BallScene.hit(from: .zero, along: SIMD3(ray, 1))
        }
        // Four pixels from the outline, mixed pixels have no say.
        guard points.allSatisfy(BallScene.isBall) else { continue }
        count += 1
        guard !frame[x, y].isNaN else {
          ballHoles += 1
          continue
        }
        let error = abs(Double(frame[x, y]) - points[0].z)
        ball.append(error)
        if error > 0.02 { wild += 1 }
      }
    }
    ball.sort()
  }
}

struct SensorNoiseTests {
  private static let lenient = LivenessPolicy(
    minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)

  private func camera(of profile: String, width: Int) throws -> CameraModel {
    let camera = try #require(CameraProfile.named(profile)).depthCamera
    return try camera.scaled(toWidth: width, height: width * camera.height / camera.width)
  }

  private func check(
    _ raw: [UInt16], of profile: String, in scene: BallScene, aligned: Bool
  ) throws -> LivenessResult {
    let reading = try #require(CameraProfile.named(profile)).reading
    let depth = try DepthFrame(
      width: scene.depth.width, height: scene.depth.height, raw: raw, reading: reading,
      camera: scene.depth)
    let capture = LivenessCapture(
      depth: depth, images: [try scene.picture()],
      registration: aligned ? .aligned : .depthToImage(scene.transform), faceBox: scene.box)
    return try FusionFile().detector(policy: Self.lenient).detect(capture, keepingStages: true)
  }

  @Test
  func `Row 1.03: a time-of-flight map with flying pixels and holes goes through every stage`()
    throws
  {
    let camera = try camera(of: "azure-kinect-nfov", width: 320)
    let scene = BallScene(image: camera, depth: camera, transform: .identity)
    var generator = SeededGenerator(seed: 1)
    var flying = 0
    let raw = (0..<camera.width * camera.height).map { index -> UInt16 in
      let (x, y) = (Double(index % camera.width), Double(index / camera.width))
      let samples = [-0.3, 0.3].flatMap { dx in [-0.3, 0.3].map { scene.seen(x + dx, y + $0).z } }
      let mixed = samples.reduce(0, +) / 4
      if let low = samples.min(), let high = samples.max(), high - low > 0.2 { flying += 1 }
      if Int.random(in: 0..<60, using: &generator) == 0 { return 0 }
      let noise = (0..<4).reduce(0.0) { sum, _ in
        sum + Double.random(in: -1...1, using: &generator)
      }
      return UInt16(((mixed + 0.002 * noise) * 1000).rounded())
    }
    #expect(flying > 100)
    let result = try check(raw, of: "azure-kinect-nfov", in: scene, aligned: true)
    #expect(result.reasons == [] && result.liveProbability != nil)
    let frame = try #require(result.stages).aligned.depth
    #expect(frame.invalidPixels[.declared] == raw.count { $0 == 0 })
    let errors = try DepthErrors(of: frame, in: scene)
    #expect(errors.count > 3000 && errors.wild == 0)
    #expect(errors.ball[errors.ball.count / 2] < 0.004)
    #expect(Double(errors.ballHoles) < 0.03 * Double(errors.count))
    #expect((result.misalignment?.distance ?? 99) <= 2)
  }

  @Test
  func `Row 1.04: a structured-light map with steps and a shadow is aligned without smearing`()
    throws
  {
    let depthCamera = try camera(of: "orbbec-astra", width: 320)
    let imageCamera = try CameraModel(
      width: 320, height: 240, focalX: 260, focalY: 260.5, centerX: 161, centerY: 118,
      distortion: .brownConrady(k1: 0.04, k2: -0.06, p1: 0.001, p2: -0.001, k3: 0.01))
    let scene = BallScene(
      image: imageCamera, depth: depthCamera,
      transform: try RigidTransform(
        rotation: RigidTransform.identity.rotation, translation: SIMD3(0.03, 0.001, -0.002)))
    let baseline = 0.075
    let factor = depthCamera.focalX * baseline
    let raw = (0..<depthCamera.width * depthCamera.height).map { index -> UInt16 in
      let point = scene.seen(
        Double(index % depthCamera.width), Double(index / depthCamera.width))
      guard scene.isLit(point, from: SIMD3(baseline, 0, 0)) else { return 0 }
      let disparity = (8 * factor / point.z).rounded() / 8
      return UInt16((factor / disparity * 1000).rounded())
    }
    let shadow = raw.count { $0 == 0 }
    #expect(shadow > 500)
    let result = try check(raw, of: "orbbec-astra", in: scene, aligned: false)
    #expect(result.reasons == [] && result.liveProbability != nil)
    let frame = try #require(result.stages).aligned.depth
    #expect(frame.invalidPixels[.declared] == shadow)
    let errors = try DepthErrors(of: frame, in: scene)
    // A disparity of 1/8 pixel is 6 mm at the ball, half of it the largest error.
    #expect(errors.count > 2000 && errors.wild == 0)
    #expect(errors.ball[errors.ball.count / 2] < 0.003)
    #expect(Double(errors.ballHoles) < 0.1 * Double(errors.count))
    #expect((result.misalignment?.distance ?? 99) <= 3)
    // What neither the projector nor the depth camera reaches is a hole, not a smeared ball.
    let between = frame.values.count { $0 > 0.8 && $0 < 1.2 }
    #expect(between == 0)
  }
}
