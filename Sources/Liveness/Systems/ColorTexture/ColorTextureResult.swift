/// What color texture says about one face.
public struct ColorTextureResult: Sendable, Hashable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face; `nil` where the texture was not looked at.
  public let liveProbability: Double?
  /// How far on the living side of the plane the face lies, in units of the margin.
  public let distance: Double?
  /// Why the answer is `undetermined`; empty otherwise.
  public let reasons: [LivenessReason]

  /// Gathers a result; a program's own tests may need one.
  public init(
    decision: LivenessDecision, liveProbability: Double? = nil, distance: Double? = nil,
    reasons: [LivenessReason] = []
  ) {
    self.decision = decision
    self.liveProbability = liveProbability
    self.distance = distance
    self.reasons = reasons
  }
}
