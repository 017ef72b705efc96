/// What a face model and a background model say together.
public struct FaceBackgroundResult: Sendable, Hashable {
  /// The answer.
  public let decision: LivenessDecision
  /// The first confidence: what the face model says, 0 to 1; `nil` where it was not asked.
  public let faceConfidence: Double?
  /// The second confidence: what the background model says, 0 to 1.
  public let backgroundConfidence: Double?
  /// Both fused.
  public let liveProbability: Double?
  /// Why the answer is `undetermined`; empty otherwise.
  public let reasons: [LivenessReason]

  /// Gathers a result; a program's own tests may need one.
  public init(
    decision: LivenessDecision, faceConfidence: Double? = nil, backgroundConfidence: Double? = nil,
    liveProbability: Double? = nil, reasons: [LivenessReason] = []
  ) {
    self.decision = decision
    self.faceConfidence = faceConfidence
    self.backgroundConfidence = backgroundConfidence
    self.liveProbability = liveProbability
    self.reasons = reasons
  }
}
