public import Liveness

/// The rates of ISO/IEC 30107-3 at one decision rule.
public struct ErrorRates: Sendable {
  /// Bona fide presentations: BPCER and BPNRR.
  public let bonaFide: DecisionCount
  /// Attack presentations by species, in the order of their names: APCER, APNRR and APAR of each, and
  /// IAPAR where a matcher was asked.
  public let species: [DecisionCount]
  /// All attack presentations together.
  public let attacks: DecisionCount

  /// Counts what a rule makes of presentations.
  public init(_ presentations: [Presentation], rule: DecisionRule) {
    var bonaFide = DecisionCount("bona fide")
    var attacks = DecisionCount("attacks")
    var species: [String: DecisionCount] = [:]
    for presentation in presentations {
      let decision = rule.decide(presentation)
      switch presentation.label {
      case .bonaFide: bonaFide.add(decision, matched: presentation.matched)
      case .attack:
        attacks.add(decision, matched: presentation.matched)
        species[presentation.species, default: DecisionCount(presentation.species)]
          .add(decision, matched: presentation.matched)
      }
    }
    self.bonaFide = bonaFide
    self.attacks = attacks
    self.species = species.values.sorted { $0.name < $1.name }
  }

  /// The species with the largest APCER, which is the headline; of several the one with the larger
  /// upper end of the interval.
  public var worst: DecisionCount? {
    species.filter { $0.live + $0.spoof > 0 }.max { first, second in
      let (a, b) = (first.acceptedOfAnswered, second.acceptedOfAnswered)
      return (a.share ?? 0, a.interval.upper) < (b.share ?? 0, b.interval.upper)
    }
  }

  /// `(max_i APCER_i + BPCER) / 2`: ACER as the OULU-NPU protocol and earlier editions of ISO/IEC
  /// 30107-3 have it; `nil` where a class has no answer.
  public var worstSpeciesACER: Double? {
    Self.mean(worst?.acceptedOfAnswered.share, bonaFide.rejectedOfAnswered.share)
  }

  /// `(pooled APCER + BPCER) / 2`: ACER as the CASIA-SURF challenge has it; `nil` where a class has no
  /// answer.
  public var pooledACER: Double? {
    Self.mean(attacks.acceptedOfAnswered.share, bonaFide.rejectedOfAnswered.share)
  }

  private static func mean(_ first: Double?, _ second: Double?) -> Double? {
    guard let first, let second else { return nil }
    return (first + second) / 2
  }
}

extension DecisionRule {
  /// What the rule makes of a presentation; without a score there is no answer.
  ///
  /// Above minus infinity, where a curve begins, everything is live.
  package func decide(_ presentation: Presentation) -> LivenessDecision {
    guard let score = presentation.score, score.isFinite else { return .undetermined }
    return self == .liveAbove(-.infinity) ? .live : decide(liveProbability: score)
  }
}
