/// How the probability of a living face becomes a decision.
///
/// The two probabilities of a model sum to 1; US 2019/0347823 A1, paragraph 0136, compares either of
/// them with a threshold, and leaves equality on opposite sides.
public enum DecisionRule: Sendable, Hashable {
  /// Live if the probability of a living face is above the threshold, a spoof if not: equality is a
  /// spoof.
  case liveAbove(Double)
  /// A spoof if the probability of a spoof is above the threshold, live if not: equality is live.
  case spoofAbove(Double)
  /// Both at once: what they agree on, and undetermined where they do not.
  case agreement(liveAbove: Double, spoofAbove: Double)

  /// Decides by the probability of a living face; where it, or a threshold, is not finite there is no
  /// answer.
  public func decide(liveProbability: Double) -> LivenessDecision {
    guard liveProbability.isFinite else { return .undetermined }
    switch self {
    case .liveAbove(let threshold):
      guard threshold.isFinite else { return .undetermined }
      return liveProbability > threshold ? .live : .spoof
    case .spoofAbove(let threshold):
      guard threshold.isFinite else { return .undetermined }
      return 1 - liveProbability > threshold ? .spoof : .live
    case .agreement(let live, let spoof):
      let first = DecisionRule.liveAbove(live).decide(liveProbability: liveProbability)
      let second = DecisionRule.spoofAbove(spoof).decide(liveProbability: liveProbability)
      return first == second ? first : .undetermined
    }
  }

  /// The thresholds as they are stated.
  private var thresholds: [Double] {
    switch self {
    case .liveAbove(let threshold), .spoofAbove(let threshold): [threshold]
    case .agreement(let live, let spoof): [live, spoof]
    }
  }

  /// Checks that each threshold is at least 0 and below 1: any other accepts or refuses everything.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` for the first one that is not.
  func validate() throws(LivenessError) {
    for threshold in thresholds where !(threshold >= 0 && threshold < 1) {
      throw .policy(field: "threshold", expected: "at least 0 and below 1", found: threshold)
    }
  }

  /// Where `live` begins: the probability of a living face that is not passed, or not fallen short of.
  public var liveThreshold: Double {
    switch self {
    case .liveAbove(let threshold): threshold
    case .spoofAbove(let threshold): 1 - threshold
    case .agreement(let live, let spoof): max(live, 1 - spoof)
    }
  }
}

extension DecisionRule: CustomStringConvertible {
  /// The rule in words: `live if p(live) > 0.5, else a spoof`.
  public var description: String {
    switch self {
    case .liveAbove(let threshold): "live if p(live) > \(threshold), else a spoof"
    case .spoofAbove(let threshold): "a spoof if p(spoof) > \(threshold), else live"
    case .agreement(let live, let spoof):
      "live if p(live) > \(live) and p(spoof) ≤ \(spoof), a spoof if neither, else undetermined"
    }
  }
}
