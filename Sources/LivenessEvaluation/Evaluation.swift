public import Liveness
public import LivenessLayers

/// Everything that is reported about a judged data set.
public struct Evaluation: Sendable {
  /// Where the rule came from.
  public enum RuleSource: String, Sendable, Hashable {
    /// It was given.
    case given
    /// It is the model's own.
    case model
    /// Equal errors on the development split.
    case development
    /// Equal errors on the very presentations that are evaluated, which flatters them.
    case evaluated
  }

  /// What is counted as one.
  public let unit: Presentation.Unit
  /// The rule that presentations are decided by.
  public let rule: DecisionRule
  /// Where the rule came from.
  public let ruleSource: RuleSource
  /// The errors at the rule.
  public let rates: ErrorRates
  /// The errors at the rule by light, material, level, camera and group, as far as they are known.
  public let conditions: [ConditionTable]
  /// How far the BPCER of groups lies apart, where there are several.
  public let groupSpread: GroupSpread?
  /// What the curve says, where both classes have scores.
  public let figures: CurveFigures?
  /// TPR at false positive rates on the grid of CASIA-SURF, where it was asked for.
  public let casiaTruePositives: [CASIATruePositives]
  /// HTER at the threshold of equal errors of the development split, where there is one.
  public let halfTotalError: ExpectedPerformance.HalfTotalError?
  /// The expected performance curve, where there is a development split.
  public let expectedPerformance: [ExpectedPerformance.Step]
  /// Brier score and calibration error, where the scores are probabilities.
  public let calibration: ProbabilityCalibration?
  /// The customary operating points, where both classes have scores.
  public let operatingPoints: [OperatingPoint]
  /// How far the captures look like those of the model's training, where both are known.
  public let drift: InputDrift?
  /// How far the key points lie from the true ones, where captures have true ones.
  public let keyPoints: KeyPointAccuracy?
  /// What a reader should know before the figures are believed.
  public let remarks: [String]

  /// Evaluates presentations at a rule.
  ///
  /// A task that is cancelled draws no more people, and curves have no intervals.
  ///
  /// - Parameters:
  ///   - presentations: What was judged.
  ///   - development: The development split, for thresholds that must not come from the test split.
  ///   - rule: The rule to decide by.
  ///   - ruleSource: Where it came from.
  ///   - statistics: What the captures of the model's training looked like, as its card states it.
  ///   - unit: What is counted as one; else what the presentations say, or a presentation.
  ///   - isCASIACompatible: TPR at false positive rates is computed on a grid as well, to compare with
  ///     published figures; not where a score lies outside of the grid, 0 to 1.
  ///   - replicates: How often people are drawn for intervals of curves.
  ///   - seed: The same seed gives the same intervals.
  public init(
    _ presentations: [Presentation], development: [Presentation] = [], rule: DecisionRule,
    ruleSource: RuleSource = .given, statistics: InputStatistics? = nil,
    unit: Presentation.Unit? = nil, isCASIACompatible: Bool = false, replicates: Int = 1000,
    seed: UInt64 = 1
  ) {
    let figures = CurveFigures(presentations, replicates: replicates, seed: seed)
    let developmentCurve = ErrorCurve(ScoreList(development))
    let unit = unit ?? presentations.lazy.compactMap(\.unit).first ?? .presentation
    self.unit = unit
    self.figures = figures
    self.rule = rule
    self.ruleSource = ruleSource
    rates = ErrorRates(presentations, rule: rule)
    conditions = ConditionRates.Condition.allCases.map { condition in
      ConditionTable(condition, presentations, rule: rule)
    }.filter { !$0.rates.isEmpty }
    groupSpread = GroupSpread(ConditionRates.by(.group, presentations, rule: rule))
    casiaTruePositives =
      isCASIACompatible ? Self.casiaTruePositives(presentations, figures) : []
    halfTotalError = Self.halfTotalError(development: developmentCurve, test: figures)
    expectedPerformance = Self.expectedPerformance(development: developmentCurve, test: figures)
    calibration = Self.calibration(presentations)
    operatingPoints = figures.map { OperatingPoint.customary(presentations, $0.curve) } ?? []
    let drift = Self.drift(presentations, statistics)
    self.drift = drift
    keyPoints = KeyPointAccuracy(presentations)
    remarks =
      Self.remarks(
        presentations, development: development, ruleSource: ruleSource, figures: figures,
        rates: rates) + Self.remarks(unit) + Self.remarks(drift)
  }

  /// Evaluates presentations at the threshold of equal errors on the development split, or else on
  /// these, which flatters them.
  ///
  /// - Parameters:
  ///   - presentations: What was judged.
  ///   - development: The development split, where there is one.
  ///   - statistics: What the captures of the model's training looked like, as its card states it.
  ///   - unit: What is counted as one; else what the presentations say, or a presentation.
  ///   - isCASIACompatible: TPR at false positive rates is computed on a grid as well, to compare with
  ///     published figures; not where a score lies outside of the grid, 0 to 1.
  ///   - replicates: How often people are drawn for intervals of curves.
  ///   - seed: The same seed gives the same intervals.
  /// - Throws: ``CalibrationError/missingClass(_:)`` where neither has scores of both classes: then a
  ///   rule has to be given.
  public init(
    _ presentations: [Presentation], development: [Presentation] = [],
    statistics: InputStatistics? = nil, unit: Presentation.Unit? = nil,
    isCASIACompatible: Bool = false, replicates: Int = 1000, seed: UInt64 = 1
  ) throws(CalibrationError) {
    let choice = try Self.equalErrors(on: presentations, development: development)
    self.init(
      presentations, development: development, rule: choice.rule, ruleSource: choice.source,
      statistics: statistics, unit: unit, isCASIACompatible: isCASIACompatible,
      replicates: replicates, seed: seed)
  }
}

extension Evaluation {
  private static func drift(
    _ presentations: [Presentation], _ statistics: InputStatistics?
  ) -> InputDrift? {
    guard let statistics else { return nil }
    return InputDrift(presentations.compactMap(\.inputs), statistics: statistics)
  }

  private static func remarks(_ unit: Presentation.Unit) -> [String] {
    guard unit == .frame else { return [] }
    return [
      "Frames are counted, and ISO/IEC 30107-3 counts presentations: frames of one are alike, so that "
        + "the intervals of BPCER and APCER are narrower than they should be."
    ]
  }

  private static func remarks(_ drift: InputDrift?) -> [String] {
    guard let drift, !drift.drifted.isEmpty else { return [] }
    let list = drift.drifted.map { entry in
      "\(entry.quantity.rawValue) of \(entry.outside.count) of \(entry.outside.total)"
    }
    return [
      "More captures than chance explains are unlike those the model was trained on: "
        + list.joined(separator: ", ") + ". Figures from elsewhere say little about them."
    ]
  }

  private static func equalErrors(
    on presentations: [Presentation], development: [Presentation]
  ) throws(CalibrationError) -> (rule: DecisionRule, source: RuleSource) {
    if let curve = ErrorCurve(ScoreList(development)) {
      return (.liveAbove(curve.equalError.point.threshold), .development)
    }
    guard let curve = ErrorCurve(ScoreList(presentations)) else {
      throw .missingClass(presentations.labelsWithoutScore.first ?? .bonaFide)
    }
    return (.liveAbove(curve.equalError.point.threshold), .evaluated)
  }

  private static func casiaTruePositives(
    _ presentations: [Presentation], _ figures: CurveFigures?
  ) -> [CASIATruePositives] {
    guard let figures, presentations.allSatisfy({ (0...1).contains($0.score ?? 0) }) else {
      return []
    }
    return CurveFigures.falsePositiveRates.compactMap {
      CASIATruePositives(figures.curve, falsePositiveRate: $0)
    }
  }

  private static func halfTotalError(
    development: ErrorCurve?, test: CurveFigures?
  ) -> ExpectedPerformance.HalfTotalError? {
    guard let development, let test else { return nil }
    return ExpectedPerformance.halfTotalError(development: development, test: test.curve)
  }

  private static func expectedPerformance(
    development: ErrorCurve?, test: CurveFigures?
  ) -> [ExpectedPerformance.Step] {
    guard let development, let test else { return [] }
    return ExpectedPerformance.curve(development: development, test: test.curve)
  }

  private static func calibration(_ presentations: [Presentation]) -> ProbabilityCalibration? {
    var scores: [(score: Double, isBonaFide: Bool)] = []
    for presentation in presentations {
      guard let score = presentation.score else { continue }
      scores.append((score, presentation.label == .bonaFide))
    }
    return ProbabilityCalibration(scores)
  }
}

extension Evaluation {
  fileprivate static func remarks(
    _ presentations: [Presentation], development: [Presentation], ruleSource: RuleSource,
    figures: CurveFigures?, rates: ErrorRates
  ) -> [String] {
    var remarks: [String] = []
    if figures == nil {
      let missing = presentations.labelsWithoutScore.map { label in
        label == .bonaFide ? "bona fide presentations" : "attacks"
      }
      remarks.append(
        "There are no scores of \(missing.joined(separator: " or of ")), so that nothing is said that "
          + "takes both classes.")
    } else if let figures, figures.curve.points.count == 2 {
      remarks.append("Every score is the same, so that no threshold tells anything apart.")
    }
    if let figures, figures.equalErrorRate.interval?.upper == 0 {
      remarks.append(
        "The classes are apart, and drawing the same captures again cannot bring an error to light: "
          + "go by the intervals of BPCER and APCER, not by those of the curve.")
    }
    if ruleSource == .evaluated {
      remarks.append(
        "The threshold was chosen on these very presentations, which flatters every rate at it.")
    }
    let both = Set(presentations.map(\.subject)).intersection(development.map(\.subject))
      .subtracting([""])
    if !both.isEmpty {
      remarks.append(
        "\(both.count) \(both.count == 1 ? "person stands" : "people stand") in the development "
          + "split as well, which flatters HTER.")
    }
    let compared = rates.attacks.compared
    if compared > 0 && compared < rates.attacks.total {
      remarks.append(
        "IAPAR is that of \(compared) of \(rates.attacks.total) attacks; of the others it is not said "
          + "whether they matched.")
    }
    let perfect =
      [(rates.bonaFide.name, rates.bonaFide.rejectedOfAnswered)]
      + rates.species.map { ($0.name.isEmpty ? "attacks" : $0.name, $0.acceptedOfAnswered) }
    let limits = perfect.compactMap { name, rate in
      rate.ruleOfThree.map { "\(name) \(Percent.text($0)) (\(rate.total))" }
    }
    if !limits.isEmpty {
      remarks.append(
        "Where no error was seen, the rule of three leaves this possible: "
          + limits.joined(separator: ", ") + ".")
    }
    return remarks
  }
}
