import TestSupport
import Testing

@testable import Liveness

/// Injects faults: slow, wrong, dead and flapping channels, and an own system that fails.
struct FallbackFaultTests {
  private struct Broken: Error {}

  @Test(arguments: [
    FallbackOpinion(decision: .live, liveProbability: .nan),
    FallbackOpinion(decision: .live, liveProbability: .infinity),
    FallbackOpinion(decision: .live, liveProbability: 1.01),
    FallbackOpinion(decision: .live, liveProbability: -0.5),
    FallbackOpinion(decision: .live, liveProbability: 0.5),
    FallbackOpinion(decision: .live, liveProbability: 0.01),
    FallbackOpinion(decision: .spoof, liveProbability: 0.9),
    FallbackOpinion(decision: .undetermined, liveProbability: .nan),
  ])
  func `Row 5.13: a senseless or contradictory opinion is no opinion`(
    opinion: FallbackOpinion
  ) async throws {
    let desk = try SecondOpinion(
      channel: ScriptedChannel(.answers(opinion)), clock: ScriptedClock())
    let result = try await desk.decide(about: 0) { .spoof }
    #expect(result.decision == .spoof)
    #expect(result.origin == .local)
    guard case .malformed = result.fallbackTrouble else {
      Issue.record("found \(String(describing: result.fallbackTrouble))")
      return
    }
  }

  @Test(arguments: [ScriptedChannel.Behaviour.hangs, .ignoresCancellation])
  func `Row 5.13: a slow channel is not waited for`(
    behaviour: ScriptedChannel.Behaviour
  ) async throws {
    let channel = ScriptedChannel(behaviour)
    let desk = try SecondOpinion(channel: channel, clock: ScriptedClock(endsSleepsAtOnce: true))
    let unsure = LocalAnswer(decision: .live, liveProbability: 0.9)
    let result = try await desk.decide(about: 0) { unsure }
    #expect(result.decision == .undetermined)
    #expect(result.fallbackTrouble == .timedOut(after: .seconds(2)))
    channel.release()
  }

  @Test func `calls that never return fill their places and nothing else`() async throws {
    let channel = ScriptedChannel(.ignoresCancellation)
    let policy = FallbackPolicy(callsAtOnce: 3, channelLimits: CircuitLimits(failures: 100))
    let desk = try SecondOpinion(
      channel: channel, policy: policy, clock: ScriptedClock(endsSleepsAtOnce: true))
    for subject in 0..<3 {
      let result = try await desk.decide(about: subject) { .spoof }
      #expect(result.fallbackTrouble == .timedOut(after: .seconds(2)))
    }
    #expect(try await desk.decide(about: 3) { .spoof }.fallbackTrouble == .overloaded)
    while channel.stuckCalls < 3 { await Task.yield() }
    channel.release()
    while try await desk.decide(about: 4, local: { .spoof }).fallbackTrouble == .overloaded {
      await Task.yield()
    }
    channel.release()
  }

  @Test func `Row 5.14: a dead channel is left alone, probed, and taken back`() async throws {
    let clock = ScriptedClock()
    let channel = ScriptedChannel(.throwsError)
    let limits = CircuitLimits(
      failures: 3, probes: 2, firstWait: .seconds(10), longestWait: .seconds(40))
    let desk = try SecondOpinion(
      channel: channel, policy: FallbackPolicy(channelLimits: limits), clock: clock)
    func ask() async throws -> SecondOpinionResult { try await desk.decide(about: 0) { .spoof } }

    for _ in 0..<3 { #expect(try await ask().fallbackTrouble == .failed("Dead()")) }
    #expect(await desk.channelState == .open)
    #expect(try await ask().fallbackTrouble == .leftAlone)
    #expect(channel.calls == 3)

    clock.advance(by: .seconds(10))
    #expect(await desk.channelState == .halfOpen)
    #expect(try await ask().fallbackTrouble == .failed("Dead()"))
    clock.advance(by: .seconds(10))
    #expect(try await ask().fallbackTrouble == .leftAlone)
    #expect(channel.calls == 4)

    channel.behave(.answers(FallbackOpinion(decision: .live)))
    clock.advance(by: .seconds(10))
    #expect(try await ask().decision == .live)
    #expect(await desk.channelState == .halfOpen)
    #expect(try await ask().decision == .live)
    #expect(await desk.channelState == .closed)
  }

  @Test func `Row 5.14: a flapping channel is asked less and less`() async throws {
    let clock = ScriptedClock()
    let channel = ScriptedChannel(.throwsError)
    let limits = CircuitLimits(
      failures: 1, probes: 2, firstWait: .seconds(1), longestWait: .seconds(1000))
    let policy = FallbackPolicy(channelLimits: limits)
    let desk = try SecondOpinion(channel: channel, policy: policy, clock: clock)
    for second in 0..<600 {
      // Every other call is good, so that no two good ones follow each other.
      let isGood = channel.calls.isMultiple(of: 2)
      channel.behave(isGood ? .answers(FallbackOpinion(decision: .live)) : .throwsError)
      let result = try await desk.decide(about: second) { .spoof }
      #expect((result.decision == .live) == (result.origin == .fallback("elsewhere")))
      clock.advance(by: .seconds(1))
    }
    #expect(channel.calls < 30)
  }

  @Test func `Row 5.14: where the own system fails, everything goes to the channel`() async throws {
    let clock = ScriptedClock()
    let channel = ScriptedChannel(.spoof, 0.1)
    let limits = CircuitLimits(failures: 2, probes: 1, firstWait: .seconds(5))
    let desk = try SecondOpinion(
      channel: channel, policy: FallbackPolicy(localLimits: limits), clock: clock)
    for _ in 0..<2 {
      let result = try await desk.decide(about: 0) { throw Broken() }
      #expect(result.origin == .fallback("elsewhere"))
      #expect(result.localTrouble == .failed("Broken()"))
    }
    #expect(await desk.localState == .open)
    let alone = try await desk.decide(about: 0) {
      Issue.record("the own system was asked although its circuit is open")
      return .sureLive
    }
    #expect(alone.localTrouble == .leftAlone)
    #expect(alone.decision == .spoof)
    clock.advance(by: .seconds(5))
    let back = try await desk.decide(about: 0) { .sureLive }
    #expect(back.origin == .local)
    #expect(await desk.localState == .closed)
  }

  @Test func `Row 5.14: where both fail, nobody answers and nothing is live`() async throws {
    let desk = try SecondOpinion(
      channel: ScriptedChannel(.throwsError), clock: ScriptedClock())
    let result = try await desk.decide(about: 0) { throw Broken() }
    #expect(result.decision == .undetermined)
    #expect(result.liveProbability == nil)
    #expect(result.origin == .nobody)
  }

  @Test func `a cancelled task is told so, and counts against nobody`() async throws {
    let channel = ScriptedChannel(.hangs)
    let policy = FallbackPolicy(channelLimits: CircuitLimits(failures: 1))
    let desk = try SecondOpinion(channel: channel, policy: policy, clock: ScriptedClock())
    let task = Task { try await desk.decide(about: 0) { .spoof } }
    while channel.calls == 0 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let early = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await desk.decide(about: 0) { .sureLive }
    }
    early.cancel()
    await #expect(throws: CancellationError.self) { try await early.value }
    #expect(await desk.channelState == .closed)
    #expect(await desk.localState == .closed)
  }

  @Test func `in a storm of faults, whatever is live was said to be live`() async throws {
    var random = SeededGenerator(seed: 513)
    let clock = ScriptedClock()
    let channel = ScriptedChannel(.throwsError)
    let limits = CircuitLimits(
      failures: 5, probes: 2, firstWait: .seconds(2), longestWait: .seconds(3))
    let policy = FallbackPolicy(
      budget: CallBudget(calls: 50, per: .seconds(100)), channelLimits: limits, localLimits: limits)
    let desk = try SecondOpinion(channel: channel, policy: policy, clock: clock)
    let probabilities: [Double?] = [nil, .nan, -1, 0, 0.5, 0.9, 0.99, 0.991, 1, 7]
    for _ in 0..<3000 {
      let local = LocalAnswer(
        decision: LivenessDecision.allCases.randomElement(using: &random) ?? .spoof,
        liveProbability: probabilities.randomElement(using: &random) ?? nil)
      let opinion = FallbackOpinion(
        decision: LivenessDecision.allCases.randomElement(using: &random) ?? .spoof,
        liveProbability: probabilities.randomElement(using: &random) ?? nil)
      channel.behave(Bool.random(using: &random) ? .answers(opinion) : .throwsError)
      let fails = Int.random(in: 0..<4, using: &random) == 0
      let before = channel.calls
      let result = try await desk.decide(about: 0) {
        if fails { throw Broken() }
        return local
      }
      if result.decision == .live {
        let isLocal = local.decision == .live && [0.991, 1].contains(local.liveProbability)
        let isTheirs =
          opinion.decision == .live
          && [nil, 0.9, 0.99, 0.991, 1].contains(opinion.liveProbability)
        #expect(result.origin == .local ? isLocal && !fails : isTheirs && channel.calls > before)
      }
      clock.advance(by: .milliseconds(Int.random(in: 0...3000, using: &random)))
    }
    #expect(channel.calls > 300)
  }
}
