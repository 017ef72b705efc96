import LivenessSensing
import TestSupport
import Testing

@testable import LivenessFaces

struct GeometricGateTests {
  /// Key points spread over a face of 120 × 150 pixels in the middle of a frame of 240 × 240, with
  /// eyes where eyes are.
  private static let points: FaceKeyPoints = {
    var points = [SIMD2<Double>](repeating: SIMD2(120, 130), count: FaceKeyPoints.count)
    for index in 0..<17 {
      let share = Double(index) / 16
      points[index] = SIMD2(60 + 120 * share, 110 + 300 * share * (1 - share))
    }
    for index in 17..<27 { points[index] = SIMD2(66 + 12 * Double(index - 17), 62) }
    for (index, x) in zip(36..<48, [90.0, 93, 97, 100, 97, 93, 140, 143, 147, 150, 147, 143]) {
      points[index] = SIMD2(x, 95 + (index % 3 == 0 ? 0 : index % 6 < 3 ? -3 : 3))
    }
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
    #expect(try refusing { _ in 0 } == [.planeResidual, .cylinderResidual])
    #expect(try refusing { 0.2 * $0.x } == [.planeResidual, .cylinderResidual])
    #expect(try refusing { 8 * $0.x * $0.x } == [.cylinderResidual])
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
