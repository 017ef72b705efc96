import LivenessSensing
import Testing

@testable import LivenessFaces

struct FaceSizeTests {
  private func camera() throws -> CameraModel {
    try CameraModel(
      width: 640, height: 480, focalX: 500, focalY: 500, centerX: 319.5, centerY: 239.5)
  }

  /// Key points whose rays meet the plane at half a metre where a change of the mean face's places, in
  /// millimetres, says.
  private func distance(_ change: (SIMD3<Double>) -> SIMD2<Double>) throws -> Double? {
    let face = FaceSize.meanFace.map { mean in
      change(SIMD3(mean.0, mean.1, mean.2)) / 1000 / 0.5 * 500 + SIMD2(319.5, 239.5)
    }
    let chin = [SIMD2<Double>](repeating: SIMD2(300, 200), count: FaceSize.points.lowerBound)
    return FaceSize.interOcularDistance(
      of: FaceKeyPoints(points: chin + face), at: 0.5, camera: try camera())
  }

  @Test func `the mean face has its own size, whichever way it is turned`() throws {
    for (sine, cosine) in [(0.0, 1.0), (0.6, 0.8), (-0.6, 0.8)] {
      let found = try #require(
        try distance { SIMD2(cosine * $0.x + sine * $0.z, -$0.y) })
      #expect(abs(found - FaceSize.meanDistance) < 1e-9)
    }
  }

  @Test func `a picture of another size has that size`() throws {
    for size in [0.5, 1.4] {
      let found = try #require(try distance { size * SIMD2($0.x, -$0.y) })
      #expect(abs(found - size * FaceSize.meanDistance) < 1e-9)
    }
  }

  @Test func `a turned picture may have the size of its longer direction`() throws {
    let tall = try #require(try distance { SIMD2(0.6 * $0.x, -$0.y) })
    #expect(abs(tall - FaceSize.meanDistance) < 1e-9)
    let small = try #require(try distance { 0.5 * SIMD2(0.6 * $0.x, -$0.y) })
    #expect(abs(small - 0.5 * FaceSize.meanDistance) < 1e-9)
    let large = try #require(try distance { 2 * SIMD2(0.6 * $0.x, -$0.y) })
    #expect(abs(large - 1.2 * FaceSize.meanDistance) < 1e-9)
  }

  @Test func `points in one place, and those of another scheme, have no size`() throws {
    #expect(try distance { _ in .zero } == nil)
    let others = FaceKeyPoints(
      groups: [.pupils: [SIMD2(1, 1), SIMD2(9, 1)]], outline: [SIMD2(0, 0), SIMD2(9, 9)])
    #expect(FaceSize.interOcularDistance(of: others, at: 0.5, camera: try camera()) == nil)
  }
}
