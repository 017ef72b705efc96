import Liveness
import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

/// A bright bulge in front of a dark wall, with the depth map moved beside it.
private struct BesideEachOther {
  var shift = SIMD2(0.0, 0)
  var metresPerUnit = 1.0

  func capture() throws -> LivenessCapture {
    let synthetic = SyntheticCapture()
    var values: [Float] = []
    var pixels: [UInt8] = []
    let noise = synthetic.pixels()
    for y in 0..<synthetic.height {
      for x in 0..<synthetic.width {
        let center = SIMD2(150.0, 122)
        let radii = SIMD2(44.0, 58)
        let onDepth = (SIMD2(Double(x), Double(y)) - shift - center) / radii
        let onImage = (SIMD2(Double(x), Double(y)) - center) / radii
        let d = (onDepth * onDepth).sum()
        values.append(Float((d < 1 ? 0.5 + 0.02 * d : 1.2) * metresPerUnit))
        let light: UInt8 = (onImage * onImage).sum() < 1 ? 120 : 20
        pixels.append(light + noise[y * synthetic.width + x] / 8)
      }
    }
    let camera = try synthetic.camera
    return LivenessCapture(
      depth: try DepthFrame(
        width: synthetic.width, height: synthetic.height, values: values, camera: camera),
      images: [
        try ImageFrame(
          width: synthetic.width, height: synthetic.height, pixels: pixels, camera: camera)
      ], registration: .aligned, faceBox: synthetic.box)
  }
}

struct SensorChecksTests {
  private static let lenient = LivenessPolicy(
    minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)

  private func result(
    _ scene: BesideEachOther, policy: LivenessPolicy = lenient
  ) throws -> LivenessResult {
    try FusionFile().detector(policy: policy).detect(scene.capture(), keepingStages: true)
  }

  @Test func `what a model takes for live is live while the sensors agree`() throws {
    let found = try result(BesideEachOther())
    #expect(found.decision == .live && found.reasons == [])
    #expect((found.misalignment?.distance ?? 100) <= 2)
  }

  @Test(arguments: [SIMD2(12.0, 0), SIMD2(-14, 5), SIMD2(0, 18), SIMD2(3, -20)])
  func `Row 1.23: a depth map far beside the image is undetermined`(shift: SIMD2<Double>) throws {
    let found = try result(BesideEachOther(shift: shift))
    #expect(found.decision == .undetermined)
    #expect(found.reasons == [.sensorsMisaligned])
    let error = try #require(found.misalignment).shift + shift
    #expect((error * error).sum().squareRoot() <= 2)
  }

  @Test(arguments: [SIMD2(5.0, 0), SIMD2(-6, 3), SIMD2(0, 7), SIMD2(4, -5)])
  func `Row 1.49: a depth map slightly beside the image is moved back`(shift: SIMD2<Double>) throws
  {
    let found = try result(BesideEachOther(shift: shift))
    #expect(found.reasons == [])
    let depth = try #require(found.stages).aligned.depth
    // The right and left ends of the bulge, in the middle row of the image.
    let near = (0..<depth.width).filter { depth[$0, 122] < 0.6 }
    let (first, last) = (try #require(near.first), try #require(near.last))
    #expect(abs(first - 107) <= 2 && abs(last - 193) <= 2, "\(first) to \(last)")
  }

  @Test func `the policy says how far is too far`() throws {
    var policy = Self.lenient
    policy.largestMisalignment = 0.15
    #expect(try result(BesideEachOther(shift: SIMD2(12, 0)), policy: policy).reasons == [])
    policy.largestMisalignment = 0.02
    let refused = try result(BesideEachOther(shift: SIMD2(6, 0)), policy: policy)
    #expect(refused.reasons == [.sensorsMisaligned])
    policy.largestMisalignment = -1
    #expect(throws: LivenessError.self) { try LivenessDetector(policy: policy) }
    policy.largestMisalignment = .nan
    #expect(throws: LivenessError.self) { try LivenessDetector(policy: policy) }
  }

  @Test func `what lies as far beside the image as is allowed is moved back`() throws {
    var policy = Self.lenient
    let scene = BesideEachOther(shift: SIMD2(6, 0))
    let box = try #require(try scene.capture().faceBox)
    let distance = try #require(try result(scene).misalignment).distance
    policy.largestMisalignment = (distance / max(box.width, box.height)).nextUp
    #expect(try result(scene, policy: policy).reasons == [])
    policy.largestMisalignment *= 0.999
    #expect(try result(scene, policy: policy).reasons == [.sensorsMisaligned])
  }

  @Test func `how far is too far grows with the face`() throws {
    var found: [LivenessResult] = []
    for side in [100.0, 200] {
      let scene = try BesideEachOther(shift: SIMD2(12, 0)).capture()
      let box = FaceBox(x: 150 - side / 2, y: 122 - side / 2, width: side, height: side)
      let capture = LivenessCapture(
        depth: scene.depth, images: scene.images, registration: .aligned, faceBox: box)
      found.append(try FusionFile().detector(policy: Self.lenient).detect(capture))
    }
    #expect(found[0].reasons == [.sensorsMisaligned])
    #expect(found[1].reasons == [])
  }

  @Test(arguments: [
    (0.001, 1000.0), (1000, 0.001), (0.1, 10), (10, 0.1), (4, 0.25), (8, 0.125),
  ])
  func `a wrong unit is named by the factor that puts it right`(
    metresPerUnit: Double, factor: Double
  ) throws {
    var synthetic = SyntheticCapture(metresPerUnit: metresPerUnit)
    // The distance at which these key points stand as far apart as a human's pupils.
    let plain = try FusionFile().detector(policy: Self.lenient).detect(SyntheticCapture().capture())
    synthetic.metres = 0.5 * 0.063 / (try #require(plain.faceDepth?.interOcularDistance))
    let result = try FusionFile().detector().detect(synthetic.capture())
    #expect(result.reasons.contains(.implausibleScale) && result.decision == .undetermined)
    #expect(result.unitFactor == factor)
  }

  @Test func `a picture twice as large as a face has no wrong unit`() throws {
    let plain = try FusionFile().detector(policy: Self.lenient).detect(SyntheticCapture().capture())
    let distance = try #require(plain.faceDepth?.interOcularDistance)
    let result = try FusionFile().detector().detect(
      SyntheticCapture(metres: 0.5 * 0.126 / distance).capture())
    #expect(result.reasons == [.implausibleScale] && result.unitFactor == nil)
  }

  @Test(arguments: [0.001, 1, 1000])
  func `a hand before one eye is no wrong unit`(metresPerUnit: Double) throws {
    let plain = try SyntheticCapture().capture()
    let points = try #require(
      try FusionFile().detector(policy: Self.lenient).detect(plain).keyPoints)
    let eye = points[.eyeContours].prefix(6)
    let middle = eye.reduce(.zero, +) / Double(eye.count)
    let depth = plain.depth
    var values: [Float] = []
    for y in 0..<depth.height {
      for x in 0..<depth.width {
        let away = SIMD2(Double(x), Double(y)) - middle
        let isCovered = (away * away).sum() < 20 * 20
        values.append(Float(metresPerUnit) * (isCovered ? 0.6 : 1) * depth[x, y])
      }
    }
    let covered = LivenessCapture(
      depth: try DepthFrame(
        width: depth.width, height: depth.height, values: values, camera: depth.camera),
      images: plain.images, registration: .aligned, faceBox: plain.faceBox)
    let found = try FusionFile().detector().detect(covered)
    #expect(found.reasons.contains(.eyeCovered) == (metresPerUnit >= 1))
    #expect(found.decision != .live)
    let steepness = try #require(found.faceDepth?.eyeLineSteepness)
    #expect(steepness > 0.707)
    #expect(metresPerUnit < 1 || !found.reasons.contains(.implausibleScale))
    let unchanged = try FusionFile().detector().detect(plain)
    #expect(!unchanged.reasons.contains(.eyeCovered))
  }

  @Test func `a homography aligns what has no cameras`() throws {
    let scene = try BesideEachOther().capture()
    let shift = try Homography(elements: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    let capture = LivenessCapture(
      depth: scene.depth, images: scene.images, registration: .homography(shift),
      faceBox: scene.faceBox)
    let found = try FusionFile().detector(policy: Self.lenient).detect(capture)
    let plain = try FusionFile().detector(policy: Self.lenient).detect(scene)
    #expect(found.liveProbability == plain.liveProbability && found.reasons == [])
  }
}
