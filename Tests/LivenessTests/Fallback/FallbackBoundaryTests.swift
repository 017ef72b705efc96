import Testing

@testable import Liveness

/// What a fallback policy allows at the ends of its ranges, and what cancellation leaves behind.
struct FallbackBoundaryTests {
  private struct Broken: Error {}

  private static let longest = CircuitLimits(
    failures: 10_000, probes: 10_000, firstWait: .seconds(864_000), longestWait: .seconds(864_000))
  private static let shortest = CircuitLimits(
    failures: 1, probes: 1, firstWait: .nanoseconds(1), longestWait: .nanoseconds(1))

  @Test func `the ends of every range are allowed`() throws {
    try FallbackPolicy(
      acceptsAbove: 0, opinionThreshold: 0, timeout: .nanoseconds(1),
      budget: CallBudget(calls: 0, per: .nanoseconds(1)), callsAtOnce: 1,
      channelLimits: Self.shortest, localLimits: Self.shortest
    ).validate()
    try FallbackPolicy(
      acceptsAbove: 1.0.nextDown, opinionThreshold: 1.0.nextDown, timeout: .seconds(864_000),
      budget: CallBudget(calls: 1_000_000, per: .seconds(864_000)), callsAtOnce: 10_000,
      channelLimits: Self.longest, localLimits: Self.longest
    ).validate()
  }

  @Test(arguments: [
    ("acceptsAbove", FallbackPolicy(acceptsAbove: -0.1)),
    ("opinionThreshold", FallbackPolicy(opinionThreshold: 1)),
    ("timeout", FallbackPolicy(timeout: .seconds(864_001))),
    ("budget.calls", FallbackPolicy(budget: CallBudget(calls: 1_000_001))),
    ("callsAtOnce", FallbackPolicy(callsAtOnce: 10_001)),
    ("channelLimits.probes", FallbackPolicy(channelLimits: CircuitLimits(probes: 0))),
    ("localLimits.longestWait", FallbackPolicy(localLimits: CircuitLimits(longestWait: .zero))),
    (
      "channelLimits.longestWait",
      FallbackPolicy(
        channelLimits: CircuitLimits(firstWait: .seconds(60), longestWait: .seconds(5)))
    ),
    (
      "localLimits.longestWait",
      FallbackPolicy(localLimits: CircuitLimits(firstWait: .seconds(301)))
    ),
  ])
  func `what lies beyond a range is refused by its name`(field: String, policy: FallbackPolicy) {
    let error = #expect(throws: LivenessError.self) { try policy.validate() }
    guard case .policy(field, _, _) = error else {
      Issue.record("expected \(field), found \(String(describing: error))")
      return
    }
  }

  @Test func `the local system may be certain`() {
    let certain = LocalAnswer(decision: .live, liveProbability: 1)
    #expect(FallbackPolicy().local(certain) == .live)
    #expect(!FallbackPolicy().asks(about: certain) && FallbackPolicy().asks(about: nil))
  }

  @Test func `what is accepted is not asked about, even where a policy asks about live`() {
    #expect(!FallbackPolicy(asked: [.live]).asks(about: .sureLive))
  }

  @Test func `a call from before the circuit opened is no probe`() throws {
    let limits = CircuitLimits(failures: 1, probes: 2, firstWait: .seconds(10))
    let (start, later) = (
      ScriptedClock.Instant(time: .zero), ScriptedClock.Instant(time: .seconds(10))
    )
    var breaker = CircuitBreaker<ScriptedClock.Instant>(limits: limits)
    let (before, failing) = (breaker.permit(at: start), breaker.permit(at: start))
    let late = try #require(before)
    breaker.fail(try #require(failing), at: start)
    let probe = breaker.permit(at: later)
    breaker.succeed(late)
    let second = breaker.permit(at: later)
    #expect(probe != nil && second == nil)
    breaker.fail(late, at: later)
    #expect(breaker.state(at: later) == .halfOpen)
  }

  @Test(arguments: [
    (LivenessDecision.live, 0.5.nextUp, true), (.live, 0.5, false), (.live, 1, true),
    (.spoof, 0.5, true), (.spoof, 0.5.nextUp, false), (.spoof, 0, true), (.undetermined, 1, true),
  ])
  func `an opinion makes sense on its side of the threshold`(
    decision: LivenessDecision, probability: Double, makesSense: Bool
  ) {
    let opinion = FallbackOpinion(decision: decision, liveProbability: probability)
    #expect((opinion.flaw(liveAbove: 0.5) == nil) == makesSense)
  }

  private func desk(_ channel: ScriptedChannel) throws -> SecondOpinion<
    ScriptedChannel, ScriptedClock
  > {
    let once = CircuitLimits(failures: 1)
    return try SecondOpinion(
      channel: channel, policy: FallbackPolicy(channelLimits: once, localLimits: once),
      clock: ScriptedClock())
  }

  @Test func `whoever is cancelled asks no channel`() async throws {
    let channel = ScriptedChannel(.live)
    let desk = try desk(channel)
    let task = Task {
      try await desk.decide(about: 0) {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return .spoof
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(channel.calls == 0)
  }

  @Test(arguments: [true, false])
  func `an own system whose task is cancelled has not failed`(throwsItself: Bool) async throws {
    let channel = ScriptedChannel(.live)
    let desk = try desk(channel)
    let task = Task {
      try await desk.decide(about: 0) {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        if throwsItself { throw CancellationError() }
        throw Broken()
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await desk.localState == .closed)
    #expect(channel.calls == 0)
  }

  @Test func `an own system that says it was cancelled, by nobody, has failed`() async throws {
    let channel = ScriptedChannel(.spoof)
    let desk = try desk(channel)
    let result = try await desk.decide(about: 0) { throw CancellationError() }
    #expect(result.decision == .spoof && result.origin == .fallback("elsewhere"))
    #expect(result.localTrouble == .failed("CancellationError()"))
    #expect(await desk.localState == .open)
    #expect(channel.calls == 1)
  }

  @Test func `an own system that fails once too often is left alone`() async throws {
    let desk = try desk(ScriptedChannel(.spoof))
    _ = try await desk.decide(about: 0) { throw Broken() }
    #expect(await desk.localState == .open)
  }
}
