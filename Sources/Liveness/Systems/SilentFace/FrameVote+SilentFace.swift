extension FrameVote {
  /// What a silent detector decides by where its policy names no threshold: without the classes of
  /// single models, a vote over frames compares living with all attacks together.
  static let silentRule = DecisionRule.liveAbove(0.5)

  /// Opens a vote over the frames of one person that a silent detector judges.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where the rule does not fit so many
  ///   frames.
  public init(
    _ rule: VotingRule, frames: Int, of detector: SilentFaceDetector
  ) throws(LivenessError) {
    try self.init(
      rule, frames: frames, deciding: detector.policy.rule ?? Self.silentRule)
  }

  /// Takes a frame's result.
  public mutating func add(_ result: SilentFaceResult) {
    add(
      liveProbability: result.liveProbability,
      isDoubtful: result.reasons.contains { $0 != .betweenThresholds })
  }
}
