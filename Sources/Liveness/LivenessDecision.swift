/// The answer: a living face, an attack, or no answer.
///
/// There is no conversion to `Bool` on purpose: `undetermined` must never pass for `live`.
public enum LivenessDecision: String, Sendable, Hashable, CaseIterable {
  /// A living face: its probability is high enough, and nothing speaks against it.
  case live
  /// A presentation attack: the probability of a living face is not high enough.
  case spoof
  /// No answer; the reasons stand beside it in the result.
  case undetermined

  /// Decides by a rule; what the rule takes for live is undetermined where a reason speaks against
  /// it.
  init(liveProbability: Double, rule: DecisionRule, reasons: [LivenessReason]) {
    let decision = rule.decide(liveProbability: liveProbability)
    self = decision == .live && !reasons.isEmpty ? .undetermined : decision
  }

  /// Which decision counts where there are several: the higher.
  var gravity: Int {
    switch self {
    case .live: 0
    case .undetermined: 1
    case .spoof: 2
    }
  }
}

extension Array {
  /// The result that counts of those of several faces: the gravest, and of equal ones the first.
  ///
  /// - Precondition: There is one.
  func gravest(by decision: (Element) -> LivenessDecision) -> Element {
    dropFirst().reduce(self[0]) { gravest, result in
      decision(result).gravity > decision(gravest).gravity ? result : gravest
    }
  }
}
