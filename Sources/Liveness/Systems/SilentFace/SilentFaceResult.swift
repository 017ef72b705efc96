public import LivenessFaces

/// What a silent detector found out about one image.
public struct SilentFaceResult: Sendable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face that the vote gives, 0 to 1; `nil` where there was none.
  public let liveProbability: Double?
  /// Why the decision is `undetermined`; for a spoof, what else is wrong; empty for `live`.
  public let reasons: [LivenessReason]
  /// Where the face is, in pixels of the image.
  public let face: FaceBox?
  /// What each model found, in the order in which the models were given.
  public let opinions: [SilentFaceOpinion]
  /// How long each stage took.
  public let timings: StageTimings

  /// Gathers a result; a program's own tests may need one.
  public init(
    decision: LivenessDecision, liveProbability: Double?, reasons: [LivenessReason] = [],
    face: FaceBox? = nil, opinions: [SilentFaceOpinion] = [],
    timings: StageTimings = StageTimings()
  ) {
    self.decision = decision
    self.liveProbability = liveProbability
    self.reasons = reasons
    self.face = face
    self.opinions = opinions
    self.timings = timings
  }
}
