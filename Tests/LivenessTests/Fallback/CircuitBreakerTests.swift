import TestSupport
import Testing

@testable import Liveness

struct CircuitBreakerTests {
  private typealias Breaker = CircuitBreaker<ScriptedClock.Instant>

  private func at(_ seconds: Int) -> ScriptedClock.Instant { .init(time: .seconds(seconds)) }

  private struct Refused: Error {}

  /// Leave for a call, or an error.
  private func permit(_ breaker: inout Breaker, _ seconds: Int) throws -> Breaker.Permit {
    guard let permit = breaker.permit(at: at(seconds)) else { throw Refused() }
    return permit
  }

  private let limits = CircuitLimits(
    failures: 2, probes: 2, firstWait: .seconds(10), longestWait: .seconds(30))

  /// A breaker that has opened at time 0.
  private func opened() throws -> Breaker {
    var breaker = Breaker(limits: limits)
    for _ in 0..<2 { breaker.fail(try permit(&breaker, 0), at: at(0)) }
    return breaker
  }

  @Test func `a good call between two bad ones keeps it closed`() throws {
    var breaker = Breaker(limits: limits)
    for isGood in [false, true, false] {
      let permit = try permit(&breaker, 0)
      if isGood { breaker.succeed(permit) } else { breaker.fail(permit, at: at(0)) }
    }
    #expect(breaker.state(at: at(0)) == .closed)
  }

  @Test func `open, it lets nothing through until its time is over`() throws {
    var breaker = try opened()
    #expect(breaker.state(at: at(9)) == .open)
    #expect(throws: Refused.self) { try permit(&breaker, 9) }
    #expect(breaker.state(at: at(10)) == .halfOpen)
    _ = try permit(&breaker, 10)
  }

  @Test func `half open, it lets one probe through at a time`() throws {
    var breaker = try opened()
    let probe = try permit(&breaker, 10)
    #expect(throws: Refused.self) { try permit(&breaker, 10) }
    breaker.succeed(probe)
    let second = try permit(&breaker, 10)
    breaker.succeed(second)
    #expect(breaker.state(at: at(10)) == .closed)
  }

  @Test func `a probe that is given up makes room for another`() throws {
    var breaker = try opened()
    breaker.abandon(try permit(&breaker, 10))
    _ = try permit(&breaker, 10)
  }

  @Test func `every bad probe doubles the wait, up to the longest`() throws {
    var breaker = try opened()
    var now = 10
    for wait in [20, 30, 30] {
      breaker.fail(try permit(&breaker, now), at: at(now))
      #expect(breaker.state(at: at(now + wait - 1)) == .open)
      #expect(breaker.state(at: at(now + wait)) == .halfOpen)
      now += wait
    }
    for _ in 0..<2 { breaker.succeed(try permit(&breaker, now)) }
    for _ in 0..<2 { breaker.fail(try permit(&breaker, now), at: at(now)) }
    #expect(breaker.state(at: at(now + 10)) == .halfOpen)
  }

  @Test func `a call that outlives a change of state changes nothing`() throws {
    var breaker = Breaker(limits: limits)
    let late = try permit(&breaker, 0)
    for _ in 0..<2 { breaker.fail(try permit(&breaker, 0), at: at(0)) }
    breaker.succeed(late)
    #expect(breaker.state(at: at(5)) == .open)
    _ = try permit(&breaker, 10)
    breaker.fail(late, at: at(10))
    breaker.abandon(late)
    #expect(throws: Refused.self) { try permit(&breaker, 10) }
  }

  @Test func `the ledger agrees with counting all calls of the last period`() {
    var random = SeededGenerator(seed: 14)
    for calls in [0, 1, 2, 7] {
      var ledger = CallLedger<ScriptedClock.Instant>(
        budget: CallBudget(calls: calls, per: .seconds(20)))
      var made: [Int] = []
      var now = 0
      for _ in 0..<400 {
        now += Int.random(in: 0...9, using: &random)
        let expected = made.filter { now - $0 < 20 }.count < calls
        let isSpent = ledger.spend(at: at(now))
        #expect(isSpent == expected, "\(calls) calls, second \(now)")
        if expected { made.append(now) }
      }
    }
  }
}
