import LivenessSensing
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

  @Test func `a sheet is refused, flat, tilted or bent`() throws {
    #expect(try refusing { _ in 0 } == [.relief, .planeResidual, .cylinderResidual])
    #expect(try refusing { 0.2 * $0.x } == [.relief, .planeResidual, .cylinderResidual])
    #expect(try refusing { -8 * $0.y * $0.y } == [.relief, .cylinderResidual])
  }

  @Test func `relief grows with the face and does not change with the way it is turned`() throws {
    let straight = try relief(face)
    #expect(straight.gain > 0.4 && straight.uncertainty < 0.25 && straight.pointCount == 51)
    #expect(straight.largestGain == straight.gain + 3 * straight.uncertainty)
    for slope in [-0.4, 0.4] {
      #expect(abs(try relief { face($0) + slope * $0.x }.gain - straight.gain) < 0.1)
    }
    #expect(abs(try relief { 2 * face($0) }.gain - 2 * straight.gain) < 0.1)
    #expect(abs(try relief { 0.3 * $0.x - 0.2 * $0.y }.gain) < 0.01)
  }

  private func relief(_ depth: (SIMD2<Double>) -> Double) throws -> FaceRelief {
    try #require(FaceRelief(of: Self.points, in: frames(depth)))
  }

  @Test func `noise as high as a face leaves open what is there`() throws {
    var generator = SeededGenerator(seed: 3)
    let relief = try #require(
      FaceGeometry(
        of: Self.points, in: frames { _ in .random(in: -0.3...0.3, using: &generator) })?.relief)
    #expect(relief.uncertainty > 0.3)
    #expect(relief.largestGain > 0.35)
  }

  @Test func `as many points of another scheme have no relief`() throws {
    let others = FaceKeyPoints(
      groups: [.pupils: Self.points[.pupils]], others: Array(Self.points.points.dropFirst(2)),
      outline: Self.points.outline)
    #expect(others.points.count == FaceKeyPoints.count)
    #expect(try FaceRelief(of: others, in: frames(face)) == nil)
  }

  @Test func `without points that have a depth there is no relief`() throws {
    let frames = try frames { $0.y > -0.035 ? 0.0 : .nan }
    #expect(FaceRelief(of: Self.points, in: frames) != nil)
    #expect(try FaceRelief(of: Self.points, in: self.frames { $0.y > 0 ? 0.0 : .nan }) == nil)
  }

  @Test func `a face of a picture's size is refused by its size`() throws {
    let points = Self.points.mapped { SIMD2(119.5, 119.5) + ($0 - SIMD2(119.5, 119.5)) * 0.6 }
    let frames = try frames(face)
    let findings = GeometricGate().findings(
      depth: FaceDepth(of: points, in: frames), geometry: nil)
    #expect(findings.filter { !$0.passes }.map(\.measure) == [.interOcularDistance])
  }

  @Test func `a screen without depth is refused by its coverage`() throws {
    #expect(try refusing { _ in .nan } == [.depthCoverage])
  }
}
