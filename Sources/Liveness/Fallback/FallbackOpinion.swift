/// What a fallback channel thinks about a subject, as it came from outside.
public struct FallbackOpinion: Sendable, Hashable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face, where the channel gives one.
  public let liveProbability: Double?

  /// Takes what a channel answered; nothing is checked yet.
  public init(decision: LivenessDecision, liveProbability: Double? = nil) {
    self.decision = decision
    self.liveProbability = liveProbability
  }

  /// What is wrong with the opinion: a probability that is none, or one that contradicts the answer.
  func flaw(liveAbove threshold: Double) -> String? {
    guard let liveProbability else { return nil }
    guard (0...1).contains(liveProbability) else {
      return "expected a probability from 0 to 1, found \(liveProbability)"
    }
    switch decision {
    case .live where !(liveProbability > threshold):
      return "expected a probability above \(threshold) for live, found \(liveProbability)"
    case .spoof where liveProbability > threshold:
      return "expected a probability of at most \(threshold) for a spoof, found \(liveProbability)"
    case .live, .spoof, .undetermined: return nil
    }
  }
}
