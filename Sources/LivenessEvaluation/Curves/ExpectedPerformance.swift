/// What the threshold chosen on one data set gives on another.
public enum ExpectedPerformance {
  /// The half total error rate on a test set at a threshold chosen elsewhere.
  public struct HalfTotalError: Sendable, Hashable {
    /// The threshold, from the development set.
    public let threshold: Double
    /// The pooled APCER on the test set.
    public let falseAcceptance: Rate
    /// The BPCER on the test set.
    public let falseRejection: Rate

    /// `(FAR + FRR) / 2`.
    public var rate: Double {
      ((falseAcceptance.share ?? 0) + (falseRejection.share ?? 0)) / 2
    }

    /// Applies a threshold to a test set.
    public init(threshold: Double, on test: ErrorCurve) {
      let point = test.point(at: threshold)
      self.threshold = threshold
      falseAcceptance = Rate(point.attacksAccepted, of: test.attackCount)
      falseRejection = Rate(point.bonaFideRejected, of: test.bonaFideCount)
    }
  }

  /// One point of the expected performance curve.
  public struct Step: Sendable, Hashable {
    /// The weight α of false acceptance, 0 to 1.
    public let attackWeight: Double
    /// The errors on the test set at the threshold that the weight leads to.
    public let error: HalfTotalError
  }

  /// HTER: the threshold of equal errors on the development set, the errors from the test set.
  public static func halfTotalError(
    development: ErrorCurve, test: ErrorCurve
  ) -> HalfTotalError {
    HalfTotalError(threshold: development.equalError.point.threshold, on: test)
  }

  /// The expected performance curve: for every weight α of false acceptance the HTER on the test set
  /// at the threshold that minimizes `α · FAR + (1 − α) · FRR` on the development set (Bengio,
  /// Mariéthoz and Keller, "The expected performance curve", 2005).
  public static func curve(
    development: ErrorCurve, test: ErrorCurve, steps: Int = 20
  ) -> [Step] {
    precondition(steps > 0, "a curve has one step or more, not \(steps)")
    return (0...steps).map { step in
      let α = Double(step) / Double(steps)
      let point = development.leastWeightedError(attackWeight: α)
      return Step(
        attackWeight: α, error: HalfTotalError(threshold: point.threshold, on: test))
    }
  }
}
