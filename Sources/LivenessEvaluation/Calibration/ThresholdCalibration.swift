public import Liveness

/// A rule chosen on judged presentations, with what they can say about it.
public struct ThresholdCalibration: Sendable {
  /// What the rule was chosen for.
  public let target: CalibrationTarget
  /// The rule.
  public let rule: DecisionRule
  /// Its errors on the same presentations.
  public let rates: ErrorRates
  /// The thresholds that people compare systems at.
  public let operatingPoints: [OperatingPoint]
  /// How many people were presented or impersonated; 0 where no subject is named.
  public let subjects: Int

  /// Chooses a rule.
  ///
  /// Every threshold between two neighbouring scores makes the same errors; the middle is taken. Where
  /// the rule would not make the very errors of the point that was chosen, because two scores are too
  /// near each other or to 0 or 1, there is no threshold.
  ///
  /// - Parameters:
  ///   - presentations: What was judged; without a score it counts as a non-response.
  ///   - target: What the rule is for.
  ///   - comparesSpoof: Compare the probability of a spoof, where one threshold is enough.
  /// - Throws: ``CalibrationError``.
  public init(
    _ presentations: [Presentation], target: CalibrationTarget, comparesSpoof: Bool = false
  ) throws(CalibrationError) {
    try target.validate()
    try Self.validate(presentations)
    guard let curve = ErrorCurve(ScoreList(presentations)) else {
      throw .missingClass(presentations.labelsWithoutScore.first ?? .bonaFide)
    }
    if curve.points.count == 2 { throw .allScoresEqual(curve.points[1].threshold) }
    self.target = target
    rule = try Self.rule(for: target, curve, presentations, comparesSpoof: comparesSpoof)
    rates = ErrorRates(presentations, rule: rule)
    operatingPoints = OperatingPoint.customary(presentations, curve)
    subjects = Set(presentations.map(\.subject)).subtracting([""]).count
  }

  private static func validate(_ presentations: [Presentation]) throws(CalibrationError) {
    for presentation in presentations {
      guard let score = presentation.score else { continue }
      guard (0...1).contains(score) else {
        throw .notAProbability(id: presentation.id, score: score)
      }
    }
  }

  private static func rule(
    for target: CalibrationTarget, _ curve: ErrorCurve, _ presentations: [Presentation],
    comparesSpoof: Bool
  ) throws(CalibrationError) -> DecisionRule {
    func threshold(
      _ point: ErrorCurve.Point, onSpoof: Bool
    ) throws(CalibrationError) -> Double {
      let threshold = middle(of: point, curve, onSpoof: onSpoof)
      let rule: DecisionRule = onSpoof ? .spoofAbove(threshold) : .liveAbove(threshold)
      let rates = ErrorRates(presentations, rule: rule)
      guard threshold >= 0, threshold < 1, rates.bonaFide.spoof == point.bonaFideRejected,
        rates.attacks.live == point.attacksAccepted
      else { throw .noThreshold(target) }
      return threshold
    }
    func single(_ point: ErrorCurve.Point) throws(CalibrationError) -> DecisionRule {
      comparesSpoof
        ? .spoofAbove(try threshold(point, onSpoof: true))
        : .liveAbove(try threshold(point, onSpoof: false))
    }
    switch target {
    case .apcer(let share): return try single(curve.point(worstAPCERAtMost: share))
    case .bpcer(let share): return try single(curve.point(bpcerAtMost: share))
    case .equalError: return try single(curve.equalError.point)
    case .both(let apcer, let bpcer):
      let secure = curve.point(worstAPCERAtMost: apcer)
      let convenient = curve.point(bpcerAtMost: bpcer)
      if secure.threshold <= convenient.threshold { return try single(secure) }
      return .agreement(
        liveAbove: try threshold(secure, onSpoof: false),
        spoofAbove: try threshold(convenient, onSpoof: true))
    }
  }

  /// The middle of the thresholds at which the errors are those of a point, as near as numbers allow.
  private static func middle(
    of point: ErrorCurve.Point, _ curve: ErrorCurve, onSpoof: Bool
  ) -> Double {
    // Below the lowest score everything is live; half of it is as far from 0 as from the score.
    var threshold =
      point.threshold.isFinite ? curve.middle(of: point) : curve.points[1].threshold / 2
    guard onSpoof else { return threshold }
    // Above the highest score nothing is live; equality with it would be, on the side of spoofs.
    if point == curve.points.last { threshold += (1 - threshold) / 2 }
    return 1 - threshold
  }
}

extension CalibrationTarget {
  fileprivate func validate() throws(CalibrationError) {
    let shares: [Double] =
      switch self {
      case .apcer(let share), .bpcer(let share): [share]
      case .both(let apcer, let bpcer): [apcer, bpcer]
      case .equalError: []
      }
    for share in shares where !(share >= 0 && share < 1) { throw .target(share) }
  }
}
