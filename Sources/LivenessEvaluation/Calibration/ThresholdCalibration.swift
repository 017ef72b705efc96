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
  /// Every threshold between two neighbouring scores makes the same errors; the middle is taken.
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
      let hasPeople = presentations.contains { $0.label == .bonaFide && $0.score != nil }
      throw .missingClass(hasPeople ? .attack : .bonaFide)
    }
    if curve.points.count == 2 { throw .allScoresEqual(curve.points[1].threshold) }
    self.target = target
    let rule = try Self.rule(for: target, curve)
    if case .liveAbove(let threshold) = rule, comparesSpoof {
      self.rule = .spoofAbove(1 - threshold)
    } else {
      self.rule = rule
    }
    rates = ErrorRates(presentations, rule: self.rule)
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
    for target: CalibrationTarget, _ curve: ErrorCurve
  ) throws(CalibrationError) -> DecisionRule {
    func threshold(_ point: ErrorCurve.Point) throws(CalibrationError) -> Double {
      // Below the lowest score everything is live; half of it is as far from 0 as from the score.
      let threshold =
        point.threshold.isFinite ? curve.middle(of: point) : curve.points[1].threshold / 2
      guard threshold >= 0, threshold < 1, curve.point(at: threshold) == point else {
        throw .noThreshold(target)
      }
      return threshold
    }
    switch target {
    case .apcer(let share):
      return .liveAbove(try threshold(curve.point(worstAPCERAtMost: share)))
    case .bpcer(let share):
      return .liveAbove(try threshold(curve.point(bpcerAtMost: share)))
    case .equalError:
      return .liveAbove(try threshold(curve.equalError.point))
    case .both(let apcer, let bpcer):
      let secure = curve.point(worstAPCERAtMost: apcer)
      let convenient = curve.point(bpcerAtMost: bpcer)
      if secure.threshold <= convenient.threshold {
        return .liveAbove(try threshold(secure))
      }
      return .agreement(
        liveAbove: try threshold(secure), spoofAbove: 1 - (try threshold(convenient)))
    }
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
