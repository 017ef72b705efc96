import Testing

@testable import Liveness

/// What voting rules allow at the ends of their ranges, and what they call that which lies beyond.
struct VotingBoundaryTests {
  @Test(arguments: [
    (VotingRule.mean, 0, "voting frames"), (.minimum, 4097, "voting frames"),
    (.minimum, .max, "voting frames"), (.trimmedMean(share: -0.1), 3, "voting share"),
    (.trimmedMean(share: 0.5), 3, "voting share"), (.atLeast(2, of: 3), 4, "voting frames"),
    (.atLeast(0, of: 3), 3, "voting count"), (.atLeast(4, of: 3), 3, "voting count"),
  ])
  func `what lies beyond a range is refused by its name`(
    rule: VotingRule, frames: Int, field: String
  ) {
    let error = #expect(throws: LivenessError.self) {
      try FrameVote(rule, frames: frames, deciding: .liveAbove(0.5))
    }
    guard case .policy(field, _, _) = error else {
      Issue.record("expected \(field), found \(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    DecisionRule.spoofAbove(.nan), .spoofAbove(1), .liveAbove(-1), .liveAbove(.nan), .liveAbove(1),
    .agreement(liveAbove: 0.5, spoofAbove: .infinity),
  ])
  func `a rule that accepts or refuses everything opens no vote`(decisionRule: DecisionRule) {
    let error = #expect(throws: LivenessError.self) {
      try FrameVote(.mean, frames: 5, deciding: decisionRule)
    }
    guard case .policy("threshold", _, _) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    (VotingRule.mean, 1), (.minimum, 4096), (.trimmedMean(share: 0), 1),
    (.trimmedMean(share: 0.5.nextDown), 2),
    (.atLeast(1, of: 1), 1), (.atLeast(3, of: 3), 3),
  ])
  func `the ends of every range are allowed`(rule: VotingRule, frames: Int) throws {
    var vote = try FrameVote(rule, frames: frames, deciding: .liveAbove(0.5))
    for _ in 0..<frames { vote.add(liveProbability: 0.9) }
    #expect(vote.decision == .live && vote.answer == .live)
    #expect(VotingRule(rule.description) == rule)
  }

  @Test(arguments: [
    "trimmed-mean:-0.1", "trimmed-mean:0.2:0.2", "trimmed:0.2", "1-from-3", "1-of-0", "0-of-0",
    "1-of-4097",
  ])
  func `what is nearly a rule is none`(text: String) {
    #expect(VotingRule(text) == nil)
  }

  @Test func `no frames at all are no living face`() {
    for rule in [VotingRule.mean, .trimmedMean(share: 0.2), .minimum, .atLeast(1, of: 1)] {
      #expect(rule.combined([], by: .liveAbove(0.5)) == 0)
    }
  }

  @Test func `counted frames are 1 from the number on that is enough`() {
    let rule = VotingRule.atLeast(2, of: 3)
    #expect(rule.combined([0.9, 0.9, 0.1], by: .liveAbove(0.5)) == 1)
    #expect(rule.combined([0.9, 0.1, 0.1], by: .liveAbove(0.5)) == 0)
  }

  @Test func `a frame between two thresholds is as live as it is, one with a reason at most`()
    throws
  {
    for (reason, range) in [
      (LivenessReason.betweenThresholds, 0.7...0.7), (.implausibleScale, 0...0.7),
    ] {
      var vote = try FrameVote(.mean, frames: 1, deciding: .liveAbove(0.5))
      vote.add(
        LivenessResult(
          decision: .undetermined, liveProbability: 0.7, threshold: 0.5, reasons: [reason],
          model: "m"))
      #expect(vote.liveProbability == range)
    }
  }

  @Test func `counted frames between two thresholds can leave the answer open`() throws {
    let between = DecisionRule.agreement(liveAbove: 0.6, spoofAbove: 0.6)
    var vote = try FrameVote(.atLeast(2, of: 3), frames: 3, deciding: between)
    for probability in [0.9, 0.5, 0.1] { vote.add(liveProbability: probability) }
    #expect(vote.decision == .undetermined && vote.answer == .undetermined)
  }
}
