import Testing

@testable import LivenessEvaluation

struct IntervalTests {
  @Test func `no error in twenty leaves 16,8 percent possible`() {
    let rate = Rate(0, of: 20)
    // 1 − 0.025^(1/20)
    #expect(abs(rate.interval.upper - 0.168433470983085) < 1e-14)
    #expect(rate.interval.lower == 0 && rate.share == 0 && rate.ruleOfThree == 0.15)
  }

  @Test func `one of two lies between 1 and 99 percent`() {
    // 2x − x² = 1 − 0.025 at the lower end's mirror image: x = 1 − √(1 − 0.025).
    let interval = ConfidenceInterval(clopperPearson: 1, of: 2)
    let lower = 1 - 0.975.squareRoot()
    #expect(abs(interval.lower - lower) < 1e-15)
    #expect(abs(interval.upper - (1 - lower)) < 1e-15)
  }

  @Test func `nothing counted leaves everything possible`() {
    let rate = Rate(0, of: 0)
    #expect(rate.share == nil && rate.ruleOfThree == nil)
    #expect(rate.interval == ConfidenceInterval(lower: 0, upper: 1))
  }

  @Test func `errors in every trial reach up to 1`() {
    #expect(Rate(7, of: 7).interval.upper == 1)
    #expect(Rate(7, of: 7).ruleOfThree == nil)
    #expect(Rate(0, of: 2).ruleOfThree == 1)
  }

  @Test func `about three divided by the share is needed to show a share`() {
    #expect(Rate.errorFreeTrials(toShow: 0.01) == 299)
    #expect(Rate.errorFreeTrials(toShow: 0.1) == 29)
    #expect(Rate.errorFreeTrials(toShow: 0.5) == 5)
    #expect(Rate.errorFreeTrials(toShow: 1e-300) == .max)
  }

  @Test func `intervals, tails and probits agree with SciPy`() throws {
    var compared = 0
    for record in try EvaluationGoldens.records("intervals.txt") {
      let values = record.dropFirst().compactMap(Double.init)
      switch record[0] {
      case "clopper-pearson":
        let interval = ConfidenceInterval(
          clopperPearson: Int(values[0]), of: Int(values[1]), confidence: values[2])
        #expect(
          EvaluationGoldens.agree(interval.lower, values[3])
            && EvaluationGoldens.agree(interval.upper, values[4]), "\(record) \(interval)")
      case "beta":
        let tails = BetaDistribution(values[0], values[1]).tails(at: values[2])
        #expect(
          EvaluationGoldens.agree(tails.lower, values[3])
            && EvaluationGoldens.agree(tails.upper, values[4]), "\(record) \(tails)")
      default:
        let x = NormalDistribution.quantile(values[0])
        #expect(EvaluationGoldens.agree(x, values[1]), "\(record) \(x)")
      }
      compared += 1
    }
    #expect(compared == 393)
  }

  @Test func `quantiles take tails back`() {
    for (a, b, p) in [(1.0, 1.0, 0.3), (0.5, 0.5, 0.01), (30, 4, 0.999), (2e5, 3e6, 1e-9)] {
      let beta = BetaDistribution(a, b)
      let (low, high) = (beta.quantile(p), beta.quantile(p, ofUpperTail: true))
      #expect(abs(beta.tails(at: low).lower / p - 1) < 1e-9, "\(a) \(b) \(p)")
      #expect(abs(beta.tails(at: high).upper / p - 1) < 1e-9, "\(a) \(b) \(p)")
    }
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(1.5).isNaN && NormalDistribution.quantile(.nan).isNaN)
  }

  @Test func `a rate smaller than one error can show is refused`() {
    #expect(Resolution(rate: 1e-4, presentations: 9999) == .insufficient(needed: 10_000))
    #expect(Resolution(rate: 1e-4, presentations: 10_000) == .coarse(advised: 30_000))
    #expect(Resolution(rate: 1e-4, presentations: 30_000) == .sufficient)
    #expect(Resolution(rate: 0.1, presentations: 10) == .coarse(advised: 30))
  }
}
