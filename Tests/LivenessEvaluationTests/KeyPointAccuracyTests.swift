import Liveness
import LivenessFaces
import LivenessMedia
import Testing

@testable import LivenessEvaluation

struct KeyPointAccuracyTests {
  private func presentation(
    _ outcome: KeyPointAccuracy.Outcome?, _ label: Presentation.Label = .bonaFide
  ) -> Presentation {
    Presentation(id: "a", label: label, response: .score(0.5), keyPoints: outcome)
  }

  @Test func `Row 1.16: bona fide captures and attacks are summarized apart`() throws {
    let accuracy = try #require(
      KeyPointAccuracy([
        presentation(.found(error: 0.02)), presentation(.found(error: 0.04)),
        presentation(.found(error: 0.1)), presentation(.found(error: 0.16)),
        presentation(.notFound), presentation(nil), presentation(.found(error: 0.3), .attack),
      ]))
    let bonaFide = try #require(accuracy.bonaFide)
    #expect(abs((bonaFide.mean ?? 0) - 0.08) < 1e-12)
    #expect(abs((bonaFide.median ?? 0) - 0.07) < 1e-12)
    #expect(abs((bonaFide.percentile95 ?? 0) - 0.151) < 1e-12)
    // A tenth is no failure, and a capture without points has no error.
    #expect(bonaFide.failures == Rate(1, of: 4) && bonaFide.notFound == 1)
    #expect(accuracy.attacks?.mean == 0.3 && accuracy.attacks?.failures == Rate(1, of: 1))
    #expect(accuracy.unknown == 1)
  }

  @Test func `without true points nothing is said`() {
    #expect(KeyPointAccuracy([]) == nil)
    #expect(KeyPointAccuracy([presentation(nil), presentation(nil, .attack)]) == nil)
    let evaluation = Evaluation([presentation(nil)], rule: .liveAbove(0.5), replicates: 1)
    #expect(evaluation.keyPoints == nil)
  }

  @Test func `where no points were found there are counts alone`() throws {
    let accuracy = try #require(KeyPointAccuracy([presentation(.notFound)]))
    #expect(accuracy.bonaFide?.notFound == 1 && accuracy.bonaFide?.mean == nil)
    #expect(accuracy.bonaFide?.median == nil && accuracy.bonaFide?.percentile95 == nil)
    #expect(accuracy.bonaFide?.failures == Rate(0, of: 0) && accuracy.attacks == nil)
  }

  @Test func `Row 1.16: errors and their summary are those of NumPy`() throws {
    let records = Dictionary(
      uniqueKeysWithValues: try EvaluationGoldens.records("key_points.txt").map { words in
        (words[0], words.dropFirst().compactMap(Double.init))
      })
    func points(_ name: String) throws -> FaceKeyPoints {
      let numbers = try #require(records[name])
      try #require(numbers.count == 2 * FaceKeyPoints.count)
      return FaceKeyPoints(
        points: (0..<FaceKeyPoints.count).map { SIMD2(numbers[2 * $0], numbers[2 * $0 + 1]) })
    }
    let truth = try #require(TrueKeyPoints(points("true")))
    let error = try #require(truth.error(of: points("found")))
    #expect(EvaluationGoldens.agree(error, try #require(records["error"]?.first)))
    let errors = try #require(records["errors"])
    let summary = try #require(
      KeyPointAccuracy.Summary(errors.map { KeyPointAccuracy.Outcome.found(error: $0) }))
    let expected = try #require(records["summary"])
    let found = [summary.mean, summary.median, summary.percentile95].compactMap { $0 }
    try #require(found.count == 3 && expected.count == 4)
    for (figure, record) in zip(found, expected) {
      #expect(EvaluationGoldens.agree(figure, record))
    }
    #expect(summary.failures == Rate(Int(expected[3]), of: errors.count))
  }
}
