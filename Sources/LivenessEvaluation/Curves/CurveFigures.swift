/// What the curve of a data set says, with intervals by drawing people.
public struct CurveFigures: Sendable {
  /// A figure with its interval.
  public struct Figure: Sendable, Hashable {
    /// The figure.
    public let value: Double
    /// Its interval at 95 %; `nil` where too few people were there to draw from.
    public let interval: ConfidenceInterval?
  }

  /// BPCER at the lowest threshold that accepts at most one in so many of the worst species.
  public struct BonaFideError: Sendable {
    /// At most one in so many attacks is accepted: 10, 20, 100.
    public let oneIn: Int
    /// The threshold.
    public let threshold: Double
    /// BPCER there, with its own interval of Clopper and Pearson.
    public let bpcer: Rate
    /// The interval by drawing people, which moves the threshold too.
    public let interval: ConfidenceInterval?
    /// Whether the smallest species has enough presentations for such a rate.
    public let resolution: Resolution
  }

  /// The share of bona fide that is accepted while at most this share of all attacks is.
  public struct TruePositives: Sendable {
    /// The largest share of attacks that may be accepted.
    public let falsePositiveRate: Double
    /// The share of bona fide presentations that is accepted; `nil` where there are too few attacks.
    public let rate: Rate?
    /// The interval by drawing people; `nil` where there is no rate.
    public let interval: ConfidenceInterval?
    /// Whether there are enough attacks for such a rate.
    public let resolution: Resolution
  }

  /// The curve.
  public let curve: ErrorCurve
  /// The equal error rate.
  public let equalErrorRate: Figure
  /// The threshold of the equal error rate.
  public let equalErrorThreshold: Double
  /// The equal error rate on the convex hull.
  public let convexHullEqualErrorRate: Double
  /// The area under the ROC curve.
  public let areaUnderCurve: Figure
  /// BPCER10, BPCER20 and BPCER100.
  public let bonaFideErrors: [BonaFideError]
  /// TPR at the false positive rates 10⁻², 10⁻³ and 10⁻⁴.
  public let truePositives: [TruePositives]
  /// How many people the intervals are drawn from; a presentation without a subject counts as one.
  public let people: Int
  /// How many drawings were made.
  public let replicates: Int

  private static let oneIn = [10, 20, 100]
  static let falsePositiveRates = [1e-2, 1e-3, 1e-4]

  /// Takes the figures; `nil` where a class has no score.
  init?(_ presentations: [Presentation], replicates: Int, seed: UInt64) {
    let list = ScoreList(presentations)
    guard let curve = ErrorCurve(list) else { return nil }
    let drawn = BootstrapIntervals(list, replicates: replicates, seed: seed) { curve in
      [curve.equalError.rate, curve.areaUnderCurve]
        + Self.oneIn.map { curve.bpcer(curve.point(worstAPCERAtMost: 1 / Double($0))) }
        + Self.falsePositiveRates.map { curve.truePositiveRate(falsePositiveRateAtMost: $0) }
    }
    // Who is alone is drawn again and again, which shows no spread.
    func interval(ofFigure index: Int) -> ConfidenceInterval? {
      list.personCount > 1 ? drawn.interval(ofFigure: index) : nil
    }
    self.curve = curve
    let equal = curve.equalError
    equalErrorRate = Figure(value: equal.rate, interval: interval(ofFigure: 0))
    equalErrorThreshold = equal.point.threshold
    convexHullEqualErrorRate = curve.convexHullEqualErrorRate
    areaUnderCurve = Figure(value: curve.areaUnderCurve, interval: interval(ofFigure: 1))
    let smallest =
      Dictionary(
        grouping: presentations.filter { $0.label == .attack && $0.score != nil }, by: \.species
      ).values.map(\.count).min() ?? 0
    bonaFideErrors = Self.oneIn.enumerated().map { index, oneIn in
      let point = curve.point(worstAPCERAtMost: 1 / Double(oneIn))
      return BonaFideError(
        oneIn: oneIn, threshold: point.threshold,
        bpcer: Rate(point.bonaFideRejected, of: curve.bonaFideCount),
        interval: interval(ofFigure: 2 + index),
        resolution: Resolution(rate: 1 / Double(oneIn), presentations: smallest))
    }
    truePositives = Self.falsePositiveRates.enumerated().map { index, rate in
      let resolution = Resolution(rate: rate, presentations: curve.attackCount)
      if case .insufficient = resolution {
        return TruePositives(
          falsePositiveRate: rate, rate: nil, interval: nil, resolution: resolution)
      }
      let point = curve.point(pooledAPCERAtMost: rate)
      return TruePositives(
        falsePositiveRate: rate,
        rate: Rate(curve.bonaFideCount - point.bonaFideRejected, of: curve.bonaFideCount),
        interval: interval(ofFigure: 2 + Self.oneIn.count + index), resolution: resolution)
    }
    people = list.personCount
    self.replicates = replicates
  }
}
