import LivenessLayers
import TestSupport
import Testing

@testable import LivenessFaces

struct DecodingTests {
  private func candidate(_ x: Double, _ y: Double, _ side: Double, _ score: Double) -> FaceCandidate
  {
    FaceCandidate(
      box: SIMD4(x, y, x + side, y + side), score: score, landmarks: [SIMD2(x, y)])
  }

  @Test func `the overlap of two boxes is what they share of what they cover`() {
    let box = candidate(0, 0, 10, 1)
    #expect(box.overlap(with: box) == 1)
    #expect(box.overlap(with: candidate(5, 0, 10, 1)) == 50.0 / 150)
    #expect(box.overlap(with: candidate(10, 0, 10, 1)) == 0)
    #expect(box.overlap(with: candidate(0, 0, 0, 1)) == 0)
  }

  @Test func `the surest of those that overlap stays`() {
    let suppression = NonMaximumSuppression(rule: .greedy, threshold: 0.3, mostCandidates: 10)
    let kept = suppression([
      candidate(1, 1, 10, 0.8), candidate(0, 0, 10, 0.9), candidate(50, 50, 10, 0.7),
      candidate(2, 2, 10, 0.6),
    ])
    #expect(kept == [candidate(0, 0, 10, 0.9), candidate(50, 50, 10, 0.7)])
  }

  @Test func `only the surest candidates are looked at`() {
    let suppression = NonMaximumSuppression(rule: .greedy, threshold: 0.3, mostCandidates: 1)
    #expect(
      suppression([candidate(0, 0, 10, 0.2), candidate(50, 50, 10, 0.7)])
        == [candidate(50, 50, 10, 0.7)])
  }

  @Test func `weighted suppression gives the mean by score and the best score`() {
    let suppression = NonMaximumSuppression(rule: .weighted, threshold: 0.3, mostCandidates: 10)
    let kept = suppression([candidate(0, 0, 10, 0.75), candidate(4, 0, 10, 0.25)])
    #expect(kept == [candidate(1, 0, 10, 0.75)])
  }

  @Test func `greedy suppression agrees with looking at every pair`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<100 {
      let candidates = (0..<30).map { _ in
        candidate(
          .random(in: 0...40, using: &generator), .random(in: 0...40, using: &generator),
          .random(in: 1...20, using: &generator), .random(in: 0...1, using: &generator))
      }
      let sorted = candidates.sorted { $0.score > $1.score }
      var expected: [FaceCandidate] = []
      for candidate in sorted
      where expected.allSatisfy({ $0.overlap(with: candidate) <= 0.3 }) {
        expected.append(candidate)
      }
      let suppression = NonMaximumSuppression(rule: .greedy, threshold: 0.3, mostCandidates: 100)
      #expect(suppression(candidates) == expected)
    }
  }

  @Test func `an image is shown at the size that its rule says`() {
    let area = InputSizeRule.area(side: 192).plan(width: 480, height: 640)
    #expect((area.width, area.height) == (166, 221))
    let small = InputSizeRule.area(side: 192).plan(width: 100, height: 50)
    #expect((small.width, small.height) == (100, 50))
    let fit = InputSizeRule.fit(height: 128, width: 128, isCentered: true)
      .plan(width: 640, height: 480)
    #expect((fit.imageWidth, fit.imageHeight, fit.left, fit.top) == (128, 96, 0, 16))
    let limit = InputSizeRule.limit(side: 320, multiple: 32).plan(width: 640, height: 470)
    #expect((limit.imageWidth, limit.imageHeight) == (320, 235))
    #expect((limit.width, limit.height) == (320, 256))
    let kept = InputSizeRule.limit(side: 320, multiple: 32).plan(width: 64, height: 33)
    #expect((kept.imageWidth, kept.imageHeight, kept.width, kept.height) == (64, 33, 64, 64))
  }

  @Test func `a point of the network's input comes back to where it was on the image`() {
    let plan = InputSizeRule.fit(height: 128, width: 128, isCentered: true)
      .plan(width: 640, height: 480)
    #expect(plan.imagePoint(SIMD2(0, 16), width: 640, height: 480) == SIMD2(0, 0))
    #expect(plan.imagePoint(SIMD2(128, 112), width: 640, height: 480) == SIMD2(640, 480))
  }

  @Test func `inclusive boxes are cut to whole pixels with the last one counted`() {
    let box = BoxRounding.inclusive.box(from: SIMD2(10.9, -0.5), to: SIMD2(20.1, 30))
    #expect(box == FaceBox(x: 10, y: 0, width: 10, height: 31))
  }
}
