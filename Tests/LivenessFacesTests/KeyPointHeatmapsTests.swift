import LivenessFaces
import LivenessTensors
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

struct KeyPointHeatmapsTests {
  private func keyPoints(_ first: SIMD2<Double>, others: SIMD2<Double>) -> FaceKeyPoints {
    FaceKeyPoints(points: [first] + [SIMD2<Double>](repeating: others, count: 67))
  }

  @Test func `a point is a spot with its peak of 1 on the pixel it lies on`() {
    let points = keyPoints(SIMD2(5, 3), others: SIMD2(-100, -100))
    let heat = KeyPointHeatmaps(planes: 1, sigma: 1).draw(points, size: 12)
    #expect(heat.shape == [1, 12, 12])
    #expect(heat[0, 3, 5] == 1)
    #expect(abs(heat[0, 3, 6] - 0.60653) < 1e-5)
    #expect(abs(heat[0, 4, 6] - 0.36788) < 1e-5)
    #expect(heat[0, 3, 5] > heat[0, 3, 4])
  }

  @Test func `where spots meet the warmer one counts`() {
    let points = keyPoints(SIMD2(4, 4), others: SIMD2(6, 4))
    let heat = KeyPointHeatmaps(planes: 1, sigma: 1).draw(points, size: 12)
    #expect(heat.scalars.max() == 1)
    #expect(abs(heat[0, 4, 5] - 0.60653) < 1e-5)
  }

  @Test func `seven planes hold one group each`() {
    let heat = KeyPointHeatmaps(planes: 7, sigma: 1.8).draw(
      FaceKeyPoints(points: (0..<68).map { SIMD2(Double($0), 20) }), size: 70)
    #expect(heat.shape == [7, 70, 70])
    let faceContour = FaceKeyPoints.Group.allCases.firstIndex(of: .faceContour) ?? -1
    #expect(heat[faceContour, 20, 8] == 1)
    #expect(heat[faceContour, 20, 60] < 1e-6)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
  func `a point that is nowhere draws nothing`(coordinate: Double) {
    let points = keyPoints(SIMD2(coordinate, 3), others: SIMD2(3, coordinate))
    let heat = KeyPointHeatmaps(planes: 1, sigma: 1.8).draw(points, size: 16)
    #expect(heat.scalars.allSatisfy { $0 == 0 })
  }

  @Test func `spots agree with the formula over the whole crop`() {
    var generator = SeededGenerator(seed: 7)
    let points = (0..<68).map { _ in
      SIMD2(
        Double.random(in: -10...50, using: &generator), .random(in: -10...50, using: &generator))
    }
    let sigma = 1.8
    let heat = KeyPointHeatmaps(planes: 1, sigma: sigma).draw(
      FaceKeyPoints(points: points), size: 40)
    var expected: [Float] = []
    for v in 0..<40 {
      for u in 0..<40 {
        let nearest = points.map { point in
          (Double(u) - point.x) * (Double(u) - point.x)
            + (Double(v) - point.y) * (Double(v) - point.y)
        }.min()
        expected.append(Float(exp(-(nearest ?? .infinity) / (2 * sigma * sigma))))
      }
    }
    #expect(Closeness.mismatch(heat.scalars, expected, absolute: 1e-6, relative: 1e-5) == nil)
  }
}
