import Synchronization

@testable import Liveness

/// A clock that stands still until it is told, and whose sleeps end at once or never.
final class ScriptedClock: Clock {
  struct Instant: InstantProtocol {
    var time: Duration
    func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
    func duration(to other: Instant) -> Duration { other.time - time }
    static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
  }

  private let time = Mutex(Duration.zero)
  private let endsSleepsAtOnce: Bool

  init(endsSleepsAtOnce: Bool = false) { self.endsSleepsAtOnce = endsSleepsAtOnce }

  var now: Instant { Instant(time: time.withLock { $0 }) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func advance(by duration: Duration) { time.withLock { $0 += duration } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    guard !endsSleepsAtOnce else { return }
    try await Task.sleep(for: .seconds(86_400))
  }
}

/// A channel that does what the test says, and counts how often it is asked.
final class ScriptedChannel: FallbackChannel {
  /// What it does when it is asked.
  enum Behaviour: Sendable {
    case answers(FallbackOpinion)
    case throwsError
    case hangs
    case ignoresCancellation
  }

  struct Dead: Error {}

  private struct State {
    var behaviour: Behaviour
    var calls = 0
    var stuck: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  let name = "elsewhere"

  init(_ behaviour: Behaviour) { state = Mutex(State(behaviour: behaviour)) }

  convenience init(_ decision: LivenessDecision, _ probability: Double? = nil) {
    self.init(.answers(FallbackOpinion(decision: decision, liveProbability: probability)))
  }

  var calls: Int { state.withLock { $0.calls } }
  var stuckCalls: Int { state.withLock { $0.stuck.count } }

  func behave(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

  /// Lets the calls return that ignored their cancellation.
  func release() {
    for call in state.withLock({ state in
      defer { state.stuck = [] }
      return state.stuck
    }) { call.resume() }
  }

  @concurrent
  func opinion(on subject: Int) async throws -> FallbackOpinion {
    let behaviour = state.withLock { state in
      state.calls += 1
      return state.behaviour
    }
    switch behaviour {
    case .answers(let opinion): return opinion
    case .throwsError: throw Dead()
    case .hangs:
      try await Task.sleep(for: .seconds(86_400))
      throw Dead()
    case .ignoresCancellation:
      await withCheckedContinuation { call in state.withLock { $0.stuck.append(call) } }
      return FallbackOpinion(decision: .live, liveProbability: 1)
    }
  }
}

extension LocalAnswer {
  static let sureLive = LocalAnswer(decision: .live, liveProbability: 0.999)
  static let spoof = LocalAnswer(decision: .spoof, liveProbability: 0.2)
}
