import Liveness
import Testing

@testable import LivenessEvaluation

struct ScoreGoldenTests {
  /// One case of the record: its scores, and what others made of them.
  private struct Case {
    let name: String
    var presentations: [Presentation] = []
    var metrics: [[String]] = []
  }

  private static func cases() throws -> [Case] {
    var cases: [Case] = []
    for record in try EvaluationGoldens.records("scores.txt") {
      if record[0] == "case" {
        cases.append(Case(name: record[1]))
      } else if record[0] == "score", let score = Double(record[4]) {
        cases[cases.count - 1].presentations.append(
          Presentation(
            id: "\(cases[cases.count - 1].presentations.count)",
            label: record[1] == "1" ? .bonaFide : .attack, response: .score(score),
            species: record[2], subject: record[3]))
      } else {
        cases[cases.count - 1].metrics.append(record)
      }
    }
    return cases
  }

  /// What is made here of one recorded metric, in the order of its record.
  private func figures(
    _ metric: String, _ arguments: [Double], of presentations: [Presentation], _ curve: ErrorCurve,
    test: ErrorCurve
  ) throws -> [Double] {
    switch metric {
    case "auc": return [curve.areaUnderCurve]
    case "eer": return [curve.equalError.rate]
    case "hull-eer": return [curve.convexHullEqualErrorRate]
    case "brier", "ece":
      let calibration = try #require(
        ProbabilityCalibration(
          presentations.map { (score: $0.score ?? .nan, isBonaFide: $0.label == .bonaFide) }))
      return [metric == "brier" ? calibration.brier : calibration.expectedError]
    case "tpr-at-fpr":
      return [arguments[0], curve.truePositiveRate(falsePositiveRateAtMost: arguments[0])]
    case "casia-tpr":
      let casia = try #require(CASIATruePositives(curve, falsePositiveRate: arguments[0]))
      return [
        casia.falsePositiveRate, casia.threshold, casia.truePositives.share ?? .nan,
        casia.falsePositives.share ?? .nan,
      ]
    case "bpcer-n":
      let point = curve.point(worstAPCERAtMost: 1 / arguments[0])
      return [arguments[0], point.threshold, curve.bpcer(point)]
    case "bpcer-at-most":
      let point = curve.point(bpcerAtMost: arguments[0])
      return [arguments[0], point.threshold, curve.pooledAPCER(point)]
    case "det":
      let point = curve.point(at: arguments[0])
      return [arguments[0], curve.pooledAPCER(point), curve.bpcer(point)]
    case "epc":
      let curve = ExpectedPerformance.curve(development: curve, test: test, steps: 4)
      let step = try #require(curve.first { $0.attackWeight == arguments[0] })
      return [step.attackWeight, step.error.threshold, step.error.rate]
    case "bootstrap":
      let intervals = BootstrapIntervals(presentations, replicates: 40, seed: 7) {
        [$0.areaUnderCurve, $0.equalError.rate]
      }
      let interval = try #require(intervals.interval(ofFigure: Int(arguments[0])))
      return [arguments[0], interval.lower, interval.upper]
    default: return []
    }
  }

  @Test func `curves agree with scikit-learn`() throws {
    let cases = try Self.cases()
    let curves = try cases.map { try #require(ErrorCurve(ScoreList($0.presentations))) }
    var compared = 0
    for (index, one) in cases.enumerated() {
      let test = curves[(index + cases.count - 1) % cases.count]
      for metric in one.metrics {
        let expected = metric.dropFirst().compactMap(Double.init)
        let found = try figures(
          metric[0], expected, of: one.presentations, curves[index], test: test)
        #expect(
          found.count == expected.count && zip(found, expected).allSatisfy(EvaluationGoldens.agree),
          "\(one.name): \(metric), found \(found)")
        compared += 1
      }
    }
    #expect(compared > 120)
  }

  @Test func `rates at a threshold agree with the curve`() throws {
    for one in try Self.cases() {
      let curve = try #require(ErrorCurve(ScoreList(one.presentations)))
      for point in curve.points.dropFirst() {
        let rates = ErrorRates(one.presentations, rule: .liveAbove(point.threshold))
        #expect(rates.bonaFide.spoof == point.bonaFideRejected)
        #expect(rates.attacks.live == point.attacksAccepted)
        #expect(rates.worst?.acceptedOfAnswered.share == point.worstAPCER)
      }
    }
  }
}
