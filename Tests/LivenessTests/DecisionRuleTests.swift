import Testing

@testable import Liveness

struct DecisionRuleTests {
  @Test func `above the first threshold is live, and equality a spoof`() {
    let rule = DecisionRule.liveAbove(0.75)
    #expect(rule.decide(liveProbability: 0.75.nextUp) == .live)
    #expect(rule.decide(liveProbability: 0.75) == .spoof)
    #expect(rule.liveThreshold == 0.75)
  }

  @Test func `above the second threshold is a spoof, and equality live`() {
    let rule = DecisionRule.spoofAbove(0.25)
    #expect(rule.decide(liveProbability: 0.75) == .live)
    #expect(rule.decide(liveProbability: 0.75.nextDown) == .spoof)
    #expect(rule.liveThreshold == 0.75)
  }

  @Test func `both together decide where they agree`() {
    let rule = DecisionRule.agreement(liveAbove: 0.75, spoofAbove: 0.75)
    #expect(rule.decide(liveProbability: 0.8) == .live)
    #expect(rule.decide(liveProbability: 0.75) == .undetermined)
    #expect(rule.decide(liveProbability: 0.25) == .undetermined)
    #expect(rule.decide(liveProbability: 0.24) == .spoof)
    #expect(rule.liveThreshold == 0.75)
    let overlapping = DecisionRule.agreement(liveAbove: 0.25, spoofAbove: 0.25)
    #expect(overlapping.decide(liveProbability: 0.5) == .undetermined)
    #expect(overlapping.decide(liveProbability: 0.75) == .live)
    #expect(overlapping.liveThreshold == 0.75)
  }

  @Test(arguments: [
    DecisionRule.liveAbove(0), .spoofAbove(0.99), .agreement(liveAbove: 0, spoofAbove: 0),
  ])
  func `what is not a number is no answer`(rule: DecisionRule) {
    for probability in [Double.nan, .infinity, -.infinity] {
      #expect(rule.decide(liveProbability: probability) == .undetermined)
    }
  }

  @Test(arguments: [
    DecisionRule.liveAbove(.nan), .liveAbove(-.infinity), .spoofAbove(.nan), .spoofAbove(.infinity),
    .agreement(liveAbove: .nan, spoofAbove: 0.5), .agreement(liveAbove: 0.5, spoofAbove: .nan),
    .agreement(liveAbove: -.infinity, spoofAbove: .infinity),
  ])
  func `a threshold that is not finite decides nothing`(rule: DecisionRule) {
    for probability in [0, 0.4, 0.6, 1] {
      #expect(rule.decide(liveProbability: probability) == .undetermined)
    }
  }

  @Test(arguments: [
    DecisionRule.liveAbove(1), .spoofAbove(1), .spoofAbove(-0.1), .spoofAbove(.nan),
    .agreement(liveAbove: 0.5, spoofAbove: 1), .agreement(liveAbove: .infinity, spoofAbove: 0),
  ])
  func `a rule that accepts or refuses everything is refused`(rule: DecisionRule) {
    #expect(throws: LivenessError.self) { try LivenessPolicy(rule: rule).validate() }
  }

  @Test func `labels are told by the order of the classes`() {
    #expect(LabelMode(classes: ["live", "spoof"]) == .liveIsZero)
    #expect(LabelMode(classes: ["spoof", "live"]) == .liveIsOne)
    #expect(LabelMode(classes: ["live"]) == nil && LabelMode(classes: ["live", "live"]) == nil)
  }

  @Test func `a policy for another model or label order is refused`() throws {
    let found = try LivenessDetector()
    let model = LivenessPolicy.Model(title: found.model, labels: found.labels)
    let policy = LivenessPolicy(rule: .spoofAbove(0.25), model: model)
    let detector = try LivenessDetector(policy: policy)
    #expect(detector.rule == .spoofAbove(0.25) && detector.threshold == 0.75)
    let others = [
      LivenessPolicy.Model(title: "another 1.0.0", labels: found.labels),
      LivenessPolicy.Model(title: found.model, labels: .liveIsZero),
    ]
    for other in others {
      let error = #expect(throws: LivenessError.self) {
        try LivenessDetector(policy: LivenessPolicy(rule: .liveAbove(0.5), model: other))
      }
      #expect(try #require(error).description.contains(other.description))
    }
  }
}
