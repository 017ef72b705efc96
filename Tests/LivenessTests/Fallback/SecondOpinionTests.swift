import Testing

@testable import Liveness

struct SecondOpinionTests {
  private func decide(
    _ answer: LocalAnswer, _ channel: ScriptedChannel, policy: FallbackPolicy = FallbackPolicy()
  ) async throws -> SecondOpinionResult {
    try await SecondOpinion(channel: channel, policy: policy, clock: ScriptedClock())
      .decide(about: 0) { answer }
  }

  @Test func `Row 5.13: what is live with more than 0.99 is accepted without a call`() async throws
  {
    let channel = ScriptedChannel(.spoof)
    let result = try await decide(.sureLive, channel)
    #expect(result.decision == .live)
    #expect(result.origin == .local)
    #expect(result.liveProbability == 0.999)
    #expect(result.fallbackTrouble == nil)
    #expect(channel.calls == 0)
  }

  @Test(arguments: [
    LocalAnswer(decision: .live, liveProbability: 0.99),
    LocalAnswer(decision: .live, liveProbability: 0.7),
    LocalAnswer(decision: .live, liveProbability: .nan),
    LocalAnswer(decision: .live, liveProbability: 1.5),
    LocalAnswer(decision: .live, liveProbability: nil),
    LocalAnswer(decision: .undetermined, liveProbability: 0.999),
    .spoof,
  ])
  func `Row 5.13: everything else is asked about, and the answer says whose it is`(
    answer: LocalAnswer
  ) async throws {
    for (decision, probability) in [(LivenessDecision.live, 0.8), (.spoof, 0.1)] {
      let channel = ScriptedChannel(decision, probability)
      let result = try await decide(answer, channel)
      #expect(result.decision == decision)
      #expect(result.liveProbability == probability)
      #expect(result.origin == .fallback("elsewhere"))
      #expect(channel.calls == 1)
    }
  }

  @Test func `a capture without a face is not asked about`() async throws {
    let channel = ScriptedChannel(.live)
    let answer = LocalAnswer(decision: .undetermined, liveProbability: nil, reasons: [.noFace])
    let result = try await decide(answer, channel)
    #expect(result.decision == .undetermined)
    #expect(result.fallbackTrouble == .notAsked)
    #expect(channel.calls == 0)
  }

  @Test func `only the answers that the policy names are asked about`() async throws {
    let channel = ScriptedChannel(.live)
    let policy = FallbackPolicy(asked: [.undetermined])
    let spoof = try await decide(.spoof, channel, policy: policy)
    #expect(spoof.decision == .spoof)
    #expect(spoof.fallbackTrouble == .notAsked)
    #expect(channel.calls == 0)
    let unsure = LocalAnswer(decision: .live, liveProbability: 0.6)
    #expect(try await decide(unsure, channel, policy: policy).origin == .fallback("elsewhere"))
    let nothing = try await decide(unsure, channel, policy: FallbackPolicy(asked: []))
    #expect(nothing.decision == .undetermined)
    #expect(nothing.origin == .local)
  }

  @Test func `the budget holds within every period`() async throws {
    let clock = ScriptedClock()
    let channel = ScriptedChannel(.live)
    let policy = FallbackPolicy(budget: CallBudget(calls: 2, per: .seconds(60)))
    let desk = try SecondOpinion(channel: channel, policy: policy, clock: clock)
    for second in [0, 10] {
      #expect(try await desk.decide(about: second) { .spoof }.decision == .live)
      clock.advance(by: .seconds(10))
    }
    let third = try await desk.decide(about: 2) { .spoof }
    #expect(third.decision == .spoof)
    #expect(third.fallbackTrouble == .budgetSpent)
    clock.advance(by: .seconds(40))
    #expect(try await desk.decide(about: 3) { .spoof }.decision == .live)
    #expect(try await desk.decide(about: 4) { .spoof }.decision == .spoof)
    #expect(channel.calls == 3)
  }

  @Test func `a policy out of range is refused`() {
    let refused: [(String, (inout FallbackPolicy) -> Void)] = [
      ("acceptsAbove", { $0.acceptsAbove = 1 }), ("acceptsAbove", { $0.acceptsAbove = .nan }),
      ("opinionThreshold", { $0.opinionThreshold = -0.1 }), ("timeout", { $0.timeout = .zero }),
      ("callsAtOnce", { $0.callsAtOnce = 0 }),
      ("budget.calls", { $0.budget = CallBudget(calls: -1) }),
      ("budget.period", { $0.budget = CallBudget(per: .seconds(-1)) }),
      ("localLimits.failures", { $0.localLimits = CircuitLimits(failures: 0) }),
      ("channelLimits.firstWait", { $0.channelLimits = CircuitLimits(firstWait: .zero) }),
    ]
    for (name, change) in refused {
      var policy = FallbackPolicy()
      change(&policy)
      let error = #expect(throws: LivenessError.self) {
        try SecondOpinion(channel: ScriptedChannel(.live), policy: policy)
      }
      guard case .policy(let field, _, _) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(field == name)
    }
  }
}
