import Testing

@testable import Liveness

struct LivenessDecisionTests {
  private func decide(_ probability: Double, _ reasons: [LivenessReason] = []) -> LivenessDecision {
    LivenessDecision(liveProbability: probability, rule: .liveAbove(0.7), reasons: reasons)
  }

  @Test func `live means above the threshold, and equality is a spoof`() {
    #expect(decide(0.71) == .live)
    #expect(decide(0.7.nextUp) == .live)
    #expect(decide(0.7) == .spoof)
    #expect(decide(0.69) == .spoof)
    #expect(decide(0) == .spoof)
    #expect(decide(1) == .live)
  }

  @Test(arguments: LivenessReason.allCases)
  func `Row 1.18: no capture with a reason against it is live`(reason: LivenessReason) {
    #expect(decide(1, [reason]) == .undetermined)
    #expect(decide(0.1, [reason]) == .spoof)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a probability that is not finite is no answer`(probability: Double) {
    #expect(decide(probability) == .undetermined)
  }

  @Test(arguments: [Double.nan, -0.1, 1.0, 1.5, .infinity])
  func `a threshold outside its range is refused`(threshold: Double) {
    #expect(throws: LivenessError.self) { try LivenessPolicy(threshold: threshold).validate() }
  }

  @Test func `the standard policy is valid`() throws {
    try LivenessPolicy.standard.validate()
    try LivenessPolicy(threshold: 0).validate()
    try LivenessPolicy(threshold: 0.999).validate()
  }
}
