/// The answer: a living face, an attack, or no answer.
///
/// There is no conversion to `Bool` on purpose: `undetermined` must never pass for `live`.
public enum LivenessDecision: String, Sendable, Hashable, CaseIterable {
  /// A living face: its probability lies above the threshold, and nothing speaks against it.
  case live
  /// A presentation attack: the probability of a living face is not above the threshold.
  case spoof
  /// No answer; the reasons stand beside it in the result.
  case undetermined

  /// Decides by a threshold: live if the probability lies above it and no reason speaks against it,
  /// a spoof if not above, equality included; US 2019/0347823 A1, paragraph 0136.
  init(liveProbability: Double, threshold: Double, reasons: [LivenessReason]) {
    if !liveProbability.isFinite {
      self = .undetermined
    } else if liveProbability > threshold {
      self = reasons.isEmpty ? .live : .undetermined
    } else {
      self = .spoof
    }
  }
}
