import TestSupport
import Testing

@testable import Liveness

struct FrameVoteTests {
  private static let half = DecisionRule.liveAbove(0.5)

  private func vote(
    _ rule: VotingRule, _ probabilities: [Double?], frames: Int? = nil,
    deciding decisionRule: DecisionRule = half
  ) throws -> FrameVote {
    var vote = try FrameVote(rule, frames: frames ?? probabilities.count, deciding: decisionRule)
    for probability in probabilities { vote.add(liveProbability: probability) }
    return vote
  }

  @Test func `Row 5.12: frames are voted by mean, trimmed mean, minimum and k of n`() throws {
    let frames: [Double?] = [0.9, 0.8, 0.1, 0.9, 0.9]
    #expect(try vote(.mean, frames).liveProbability.lowerBound == 3.6 / 5)
    #expect(try vote(.mean, frames).decision == .live)
    let trimmed = try vote(.trimmedMean(share: 0.2), frames).liveProbability
    #expect(abs(trimmed.lowerBound - 2.6 / 3) < 1e-12)
    #expect(try vote(.minimum, frames).decision == .spoof)
    #expect(try vote(.minimum, frames).liveProbability == 0.1...0.1)
    #expect(try vote(.atLeast(4, of: 5), frames).decision == .live)
    #expect(try vote(.atLeast(5, of: 5), frames).decision == .spoof)
  }

  @Test func `a frame without an answer may be anything`() throws {
    #expect(try vote(.mean, [0.9, nil]).decision == .undetermined)
    #expect(try vote(.mean, [0.9, 0.9, 0.9, nil]).decision == .live)
    #expect(try vote(.mean, [0.1, 0.1, 0.1, nil]).decision == .spoof)
    #expect(try vote(.minimum, [0.9, nil]).decision == .undetermined)
    #expect(try vote(.minimum, [0.4, nil]).decision == .spoof)
    #expect(try vote(.atLeast(2, of: 3), [0.9, 0.9, nil]).decision == .live)
    #expect(try vote(.atLeast(2, of: 3), [0.9, 0.1, nil]).decision == .undetermined)
    #expect(try vote(.mean, [.nan, 2, -1]).liveProbability == 0...1)
  }

  @Test func `a frame that never comes counts as one without an answer`() throws {
    let vote = try vote(.mean, [0.9], frames: 2)
    #expect(vote.answer == nil && vote.decision == .undetermined && vote.count == 1)
    #expect(try FrameVote(.mean, frames: 3, deciding: Self.half).decision == .undetermined)
  }

  @Test func `a reason against a frame never helps it to be live`() throws {
    var vote = try FrameVote(.mean, frames: 2, deciding: Self.half)
    vote.add(liveProbability: 0.95, isDoubtful: true)
    vote.add(liveProbability: 0.95)
    #expect(vote.liveProbability == 0.475...0.95 && vote.decision == .undetermined)
    var low = try FrameVote(.mean, frames: 1, deciding: Self.half)
    low.add(
      LivenessResult(
        decision: .spoof, liveProbability: 0.2, threshold: 0.5, reasons: [.implausibleScale],
        model: "m"))
    #expect(low.decision == .spoof)
  }

  @Test func `a frame beyond the last takes no part`() throws {
    var vote = try vote(.minimum, [0.9, 0.9])
    vote.add(liveProbability: 0)
    #expect(vote.decision == .live && vote.count == 2)
  }

  @Test func `the answer is told as soon as it is settled`() throws {
    #expect(try vote(.minimum, [0.2], frames: 5).answer == .spoof)
    #expect(try vote(.atLeast(2, of: 5), [0.9, 0.9], frames: 5).answer == .live)
    #expect(try vote(.atLeast(2, of: 5), [0.9], frames: 5).answer == nil)
    #expect(try vote(.mean, [1, 1, 1], frames: 4).answer == .live)
    let twoNever = try vote(.atLeast(5, of: 5), [nil], frames: 5)
    #expect(twoNever.answer == nil)
    #expect(try vote(.minimum, [nil, 0.9], frames: 2).answer == .undetermined)
  }

  @Test func `rules that fit no frames are refused`() {
    for (rule, frames) in [
      (VotingRule.mean, 0), (.trimmedMean(share: 0.5), 3), (.trimmedMean(share: .nan), 3),
      (.atLeast(0, of: 3), 3), (.atLeast(4, of: 3), 3), (.atLeast(2, of: 3), 4),
    ] {
      #expect(throws: LivenessError.self) {
        try FrameVote(rule, frames: frames, deciding: Self.half)
      }
    }
  }

  @Test func `rules are spelled as they are read`() {
    for rule in [
      VotingRule.mean, .minimum, .trimmedMean(share: 0.25), .atLeast(3, of: 5),
    ] {
      #expect(VotingRule(rule.description) == rule)
    }
    for text in [
      "", "median", "trimmed-mean", "trimmed-mean:0.5", "trimmed-mean:x", "0-of-3", "4-of-3",
      "2-of-", "-1-of-3", "2-of-3-", "trimmed-mean:nan",
    ] {
      #expect(VotingRule(text) == nil, "\(text)")
    }
  }

  /// Rules, thresholds and frames at random: what was told early is what all frames say, an answer
  /// that is not told early could still have gone both ways, and any order gives the same to the bit.
  @Test func `Row 5.12: an early answer is the full answer, in any order`() throws {
    var generator = SeededGenerator(seed: 512)
    var early = 0
    for _ in 0..<4000 {
      let frames = Int.random(in: 1...7, using: &generator)
      let rule = Self.rule(frames: frames, using: &generator)
      let decisionRule = Self.decisionRule(using: &generator)
      let sequence = (0..<frames).map { _ in Self.frame(using: &generator) }
      var vote = try FrameVote(rule, frames: frames, deciding: decisionRule)
      var told: LivenessDecision?
      for (index, frame) in sequence.enumerated() {
        vote.add(liveProbability: frame.probability, isDoubtful: frame.isDoubtful)
        if let told { #expect(vote.answer == told, "\(rule) \(decisionRule) \(sequence)") }
        if told == nil, let answer = vote.answer {
          told = answer
          if index + 1 < frames { early += 1 }
        }
      }
      #expect(told == vote.decision, "\(rule) \(decisionRule) \(sequence)")
      var other = try FrameVote(rule, frames: frames, deciding: decisionRule)
      for frame in sequence.shuffled(using: &generator) {
        other.add(liveProbability: frame.probability, isDoubtful: frame.isDoubtful)
      }
      #expect(other.decision == vote.decision && other.liveProbability == vote.liveProbability)
    }
    #expect(early > 500)
  }

  private static func rule(frames: Int, using generator: inout SeededGenerator) -> VotingRule {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .mean
    case 1: .trimmedMean(share: Double.random(in: 0..<0.5, using: &generator))
    case 2: .minimum
    default: .atLeast(Int.random(in: 1...frames, using: &generator), of: frames)
    }
  }

  private static func decisionRule(using generator: inout SeededGenerator) -> DecisionRule {
    let (first, second) = (
      Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator)
    )
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: return .liveAbove(first)
    case 1: return .spoofAbove(first)
    default: return .agreement(liveAbove: first, spoofAbove: second)
    }
  }

  private static func frame(
    using generator: inout SeededGenerator
  ) -> (probability: Double?, isDoubtful: Bool) {
    let kind = Int.random(in: 0..<8, using: &generator)
    if kind == 0 { return (nil, false) }
    return (Double.random(in: 0...1, using: &generator), kind == 1)
  }
}
