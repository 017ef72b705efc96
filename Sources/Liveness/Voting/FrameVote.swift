/// A vote over the frames of one person, with an answer as soon as none of the frames to come can
/// change it.
///
/// What is not known may be anything: a frame without an answer, and one that has not come yet, may
/// be live or not. The answer is `live` only where it would be even if every unknown frame were a
/// spoof, `spoof` only where it would be even if every unknown frame were live, and `undetermined`
/// between. A frame that has a probability and a reason against it is at most as live as that.
///
/// ```swift
/// var vote = try FrameVote(.trimmedMean(share: 0.2), frames: 5, deciding: detector.rule)
/// for capture in captures where vote.answer == nil {
///   vote.add(try detector.detect(capture))
/// }
/// print(vote.decision)
/// ```
public struct FrameVote: Sendable {
  /// How frames become one answer.
  public let rule: VotingRule
  /// How a probability becomes a decision.
  public let decisionRule: DecisionRule
  /// How many frames the vote is over.
  public let frames: Int
  /// What the frames so far can be, from the least live to the most.
  private var ranges: [ClosedRange<Double>] = []

  /// Opens a vote.
  ///
  /// - Parameters:
  ///   - rule: How frames become one answer.
  ///   - frames: How many frames there will be; those that never come count as frames without an
  ///     answer.
  ///   - decisionRule: How a probability becomes a decision.
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where the rule does not fit so many
  ///   frames, or a threshold is not at least 0 and below 1.
  public init(
    _ rule: VotingRule, frames: Int, deciding decisionRule: DecisionRule
  ) throws(LivenessError) {
    try rule.validate(frames: frames)
    try decisionRule.validate()
    self.rule = rule
    self.frames = frames
    self.decisionRule = decisionRule
  }

  /// How many frames have voted.
  public var count: Int { ranges.count }

  /// Takes a frame's result.
  public mutating func add(_ result: LivenessResult) {
    add(
      liveProbability: result.liveProbability,
      isDoubtful: result.reasons.contains { $0 != .betweenThresholds })
  }

  /// Takes a frame; one beyond the last takes no part.
  ///
  /// - Parameters:
  ///   - liveProbability: The probability of a living face; `nil`, or anything that is no
  ///     probability, where the frame has no answer.
  ///   - isDoubtful: A reason speaks against the frame, so that it is at most so live.
  public mutating func add(liveProbability: Double?, isDoubtful: Bool = false) {
    guard ranges.count < frames else { return }
    guard let probability = liveProbability, (0...1).contains(probability) else {
      return ranges.append(0...1)
    }
    ranges.append((isDoubtful ? 0 : probability)...probability)
  }

  /// The answer as soon as it is settled, whatever the frames to come say; `nil` before.
  public var answer: LivenessDecision? {
    let missing = frames - ranges.count
    let (certain, possible) = (ranges.map(\.lowerBound), ranges.map(\.upperBound))
    let (none, all) = (
      [Double](repeating: 0, count: missing), [Double](repeating: 1, count: missing)
    )
    if decide(certain + none) == .live { return .live }
    if decide(possible + all) == .spoof { return .spoof }
    let canBeLive = decide(certain + all) == .live
    let canBeSpoof = decide(possible + none) == .spoof
    return canBeLive || canBeSpoof ? nil : .undetermined
  }

  /// The answer if no frame were to come any more.
  public var decision: LivenessDecision {
    let range = bounds
    let (lowest, highest) = (decide(range.lowest), decide(range.highest))
    return lowest == highest ? lowest : .undetermined
  }

  /// What the vote says of the probability of a living face, from what it is at least to what it can
  /// be; where frames are counted, 1 stands for enough live ones and 0 for too few.
  public var liveProbability: ClosedRange<Double> {
    let range = bounds
    let (lowest, highest) = (
      rule.combined(range.lowest, by: decisionRule), rule.combined(range.highest, by: decisionRule)
    )
    return lowest...max(lowest, highest)
  }

  private var bounds: (lowest: [Double], highest: [Double]) {
    let missing = frames - ranges.count
    return (
      ranges.map(\.lowerBound) + [Double](repeating: 0, count: missing),
      ranges.map(\.upperBound) + [Double](repeating: 1, count: missing)
    )
  }

  private func decide(_ probabilities: [Double]) -> LivenessDecision {
    if case .atLeast(let count, _) = rule {
      let decisions = probabilities.map { decisionRule.decide(liveProbability: $0) }
      if decisions.count(where: { $0 == .live }) >= count { return .live }
      return decisions.count(where: { $0 != .spoof }) < count ? .spoof : .undetermined
    }
    return decisionRule.decide(liveProbability: rule.combined(probabilities, by: decisionRule))
  }
}
