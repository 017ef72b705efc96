import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

struct GeometricGateTests {
  /// Key points of a face of 120 × 130 pixels in the middle of a frame of 240 × 240.
  private static let points: FaceKeyPoints = {
    var points: [SIMD2<Double>] = (0..<17).map { index in
      let share = Double(index) / 16
      return SIMD2(60 + 120 * share, 110 + 300 * share * (1 - share))
    }
    func add(_ xs: [Double], _ ys: [Double]) { points += zip(xs, ys).map { SIMD2($0, $1) } }
    add([80, 86, 92, 98, 104, 136, 142, 148, 154, 160], [84, 80, 79, 80, 82, 82, 80, 79, 80, 84])
    add([120, 120, 120, 120], [95, 105, 114, 122])
    add([110, 115, 120, 125, 130], [128, 130, 131, 130, 128])
    for x in [90.0, 140] {
      add([x, x + 3, x + 7, x + 10, x + 7, x + 3], [95, 92, 92, 95, 98, 98])
    }
    add([104, 109, 115, 120, 125, 131, 136], [150, 147, 145, 146, 145, 147, 150])
    add([130, 125, 120, 115, 110], [155, 158, 158, 158, 155])
    add([107, 115, 120, 125, 133, 125, 120, 115], [150, 149, 149, 149, 150, 152, 152, 152])
    return FaceKeyPoints(points: points)
  }()

  private static let sheet: [GeometricGate.Measure] = [
    .planeResidual, .sharedPlaneResidual, .cylinderResidual,
  ]

  /// A frame whose depth is given for each place on the face, in metres about its middle.
  private func frames(_ depth: (SIMD2<Double>) -> Double) throws -> AlignedFrames {
    let camera = try CameraModel(
      width: 240, height: 240, focalX: 400, focalY: 400, centerX: 119.5, centerY: 119.5)
    let values = (0..<240 * 240).map { index -> Float in
      let place = SIMD2(Double(index % 240) - 119.5, Double(index / 240) - 119.5) / 400 * 0.48
      return Float(0.48 + depth(place))
    }
    return try AlignedFrames(
      alreadyAligned: DepthFrame(width: 240, height: 240, values: values, camera: camera),
      to: ImageFrame(
        width: 240, height: 240, pixels: [UInt8](repeating: 90, count: 240 * 240), camera: camera))
  }

  private func refusing(_ depth: (SIMD2<Double>) -> Double) throws -> [GeometricGate.Measure] {
    let frames = try frames(depth)
    let findings = GeometricGate().findings(
      depth: FaceDepth(of: Self.points, in: frames),
      geometry: FaceGeometry(of: Self.points, in: frames))
    #expect(findings.map(\.measure) == GeometricGate.Measure.allCases)
    return findings.filter { !$0.passes }.map(\.measure)
  }

  private func face(_ place: SIMD2<Double>) -> Double {
    let square = place.x * place.x + place.y * place.y
    return 6 * square - 0.025 * max(0, 1 - square / 0.0006)
  }

  @Test func `a dome with a nose passes`() throws {
    #expect(try refusing(face).isEmpty)
  }

  @Test(arguments: [2, Double.nan, .infinity])
  func `a limit that no face can meet refuses every face`(limit: Double) throws {
    let gate = GeometricGate(
      minimumDepthCoverage: limit, minimumPlaneResidual: limit, minimumSharedPlaneResidual: limit,
      minimumCylinderResidual: limit)
    let frames = try frames(face)
    let findings = gate.findings(
      depth: FaceDepth(of: Self.points, in: frames),
      geometry: FaceGeometry(of: Self.points, in: frames))
    #expect(findings.filter { !$0.passes }.map(\.measure) == [.depthCoverage] + Self.sheet)
  }

  @Test func `a sheet is refused, flat, tilted or bent`() throws {
    #expect(try refusing { _ in 0 } == Self.sheet)
    #expect(try refusing { 0.2 * $0.x } == Self.sheet)
    #expect(try refusing { -8 * $0.y * $0.y } == [.cylinderResidual])
  }

  @Test func `a sheet under a camera's noise is refused by what neighbours share`() throws {
    var generator = SeededGenerator(seed: 3)
    #expect(
      try refusing { _ in .random(in: -0.025...0.025, using: &generator) } == [.sharedPlaneResidual]
    )
  }

  @Test func `what is no face, or has no metres, has no shape`() throws {
    let frames = try frames { _ in 0 }
    let corners = [SIMD2(60.0, 60), SIMD2(180, 60), SIMD2(180, 200), SIMD2(60, 200)]
    let target = FaceKeyPoints(groups: [:], others: corners, outline: corners)
    #expect(FaceGeometry(of: target, in: frames) == nil)
    let relative = try AlignedFrames(
      alreadyAligned: DepthFrame(
        width: 240, height: 240, values: [Float](repeating: 0.4, count: 240 * 240),
        scale: .relative, camera: frames.image.camera), to: frames.image)
    #expect(FaceGeometry(of: Self.points, in: relative) == nil)
    let findings = GeometricGate().findings(
      depth: FaceDepth(of: Self.points, in: relative), geometry: nil)
    #expect(findings.filter { !$0.passes }.isEmpty)
  }

  @Test func `a face of a picture's size is refused by its size`() throws {
    let points = Self.points.mapped { SIMD2(119.5, 119.5) + ($0 - SIMD2(119.5, 119.5)) * 0.6 }
    let frames = try frames { face($0 / 0.6) }
    let findings = GeometricGate().findings(
      depth: FaceDepth(of: points, in: frames), geometry: FaceGeometry(of: points, in: frames))
    #expect(findings.filter(\.isOfAnotherShape).map(\.measure) == [.interOcularDistance])
  }

  @Test func `a face that fills a large frame is measured like a small one`() throws {
    let small = try #require(FaceGeometry(of: Self.points, in: frames(face)))
    let points = Self.points.mapped { 4 * $0 + 1.5 }
    let camera = try CameraModel(
      width: 960, height: 960, focalX: 1600, focalY: 1600, centerX: 479.5, centerY: 479.5)
    let values = (0..<960 * 960).map { index -> Float in
      let place = SIMD2(Double(index % 960) - 479.5, Double(index / 960) - 479.5) / 1600 * 0.48
      return Float(0.48 + face(place))
    }
    let large = try #require(
      FaceGeometry(
        of: points,
        in: AlignedFrames(
          alreadyAligned: DepthFrame(width: 960, height: 960, values: values, camera: camera),
          to: ImageFrame(
            width: 960, height: 960, pixels: [UInt8](repeating: 90, count: 960 * 960),
            camera: camera))))
    #expect(abs(large.planeResidual - small.planeResidual) < 0.0003)
    #expect(abs(large.cylinderResidual - small.cylinderResidual) < 0.0003)
    #expect(abs((large.interOcularDistance ?? 0) - (small.interOcularDistance ?? 1)) < 0.001)
  }

  @Test func `a screen without depth is refused by its coverage`() throws {
    #expect(try refusing { _ in .nan } == [.depthCoverage])
    let finding = GeometricGate.Finding(measure: .depthCoverage, value: 0, limits: 0.5...1)
    #expect(!finding.passes && !finding.isOfAnotherShape)
  }

  @Test(arguments: ["face", "sheet", "bent"])
  func `what NumPy measures is measured`(shape: String) throws {
    let file = try SafetensorsFile(at: Goldens.path("faces/geometry.safetensors"))
    let lens = try file.tensor("camera").scalars.map(Double.init)
    let camera = try CameraModel(
      width: 112, height: 112, focalX: lens[0], focalY: lens[1], centerX: lens[2],
      centerY: lens[3])
    let marks = try file.tensor("points").scalars.map(Double.init)
    let points = FaceKeyPoints(points: (0..<68).map { SIMD2(marks[2 * $0], marks[2 * $0 + 1]) })
    let frames = try AlignedFrames(
      alreadyAligned: DepthFrame(
        width: 112, height: 112, values: file.tensor("\(shape).depth").scalars, camera: camera),
      to: ImageFrame(
        width: 112, height: 112, pixels: [UInt8](repeating: 90, count: 112 * 112), camera: camera))
    let expected = try file.tensor("\(shape).measures").scalars.map(Double.init)
    let found = GeometricGate().findings(
      depth: FaceDepth(of: points, in: frames), geometry: FaceGeometry(of: points, in: frames))
    for (finding, value) in zip(found, expected) {
      #expect(
        abs((finding.value ?? .nan) - value) <= 1e-5 * max(0.001, abs(value)),
        "\(finding.measure.rawValue): \(finding.value ?? .nan), NumPy \(value)")
    }
  }
}
