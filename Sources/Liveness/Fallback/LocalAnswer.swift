/// What the own system answered, as far as the fallback policy looks at it.
public struct LocalAnswer: Sendable, Hashable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face; `nil` where the network was not asked.
  public let liveProbability: Double?
  /// Why the answer is `undetermined`, or what else is wrong.
  public let reasons: [LivenessReason]

  /// States an answer.
  public init(
    decision: LivenessDecision, liveProbability: Double?, reasons: [LivenessReason] = []
  ) {
    self.decision = decision
    self.liveProbability = liveProbability
    self.reasons = reasons
  }

  /// Takes what a detector found out.
  public init(_ result: LivenessResult) {
    self.init(
      decision: result.decision, liveProbability: result.liveProbability, reasons: result.reasons)
  }
}
