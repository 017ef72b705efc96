/// Keeps calls away from what fails, and tries again now and then.
///
/// Closed, it lets every call through and counts failures in a row. Open, it lets none through. When
/// its time is over it is half open: one call at a time goes through as a probe; enough good ones
/// close it, and a bad one opens it again for twice as long. A value without a clock: the caller
/// says what time it is. M. Nygard, "Release It!", 2007, chapter 5.
public struct CircuitBreaker<Instant: InstantProtocol>: Sendable
where Instant.Duration == Duration, Instant: Sendable {
  /// Which calls go through.
  public enum State: Sendable, Hashable {
    /// All.
    case closed
    /// None.
    case open
    /// One at a time.
    case halfOpen
  }

  /// Leave for one call, to be given back with its outcome.
  public struct Permit: Sendable, Hashable {
    fileprivate let generation: Int
  }

  private let limits: CircuitLimits
  private var phase = Phase.closed(failures: 0)
  /// Counts the changes of state, so that a call that outlives one changes nothing.
  private var generation = 0
  private var wait: Duration

  private enum Phase: Sendable {
    case closed(failures: Int)
    case open(until: Instant)
    case halfOpen(isProbing: Bool, successes: Int)
  }

  /// Begins closed.
  public init(limits: CircuitLimits = CircuitLimits()) {
    self.limits = limits
    wait = limits.firstWait
  }

  /// The state at a time.
  public func state(at now: Instant) -> State {
    switch phase {
    case .closed: .closed
    case .open(let end): now < end ? .open : .halfOpen
    case .halfOpen: .halfOpen
    }
  }

  /// Leave to make a call now, or `nil`.
  public mutating func permit(at now: Instant) -> Permit? {
    if case .open(let end) = phase, now >= end { enter(.halfOpen(isProbing: false, successes: 0)) }
    switch phase {
    case .closed: break
    case .open, .halfOpen(isProbing: true, successes: _): return nil
    case .halfOpen(isProbing: false, let successes):
      phase = .halfOpen(isProbing: true, successes: successes)
    }
    return Permit(generation: generation)
  }

  /// A call ended well.
  public mutating func succeed(_ permit: Permit) {
    guard permit.generation == generation else { return }
    switch phase {
    case .closed: phase = .closed(failures: 0)
    case .open: break
    case .halfOpen(_, let successes) where successes + 1 < limits.probes:
      phase = .halfOpen(isProbing: false, successes: successes + 1)
    case .halfOpen:
      wait = limits.firstWait
      enter(.closed(failures: 0))
    }
  }

  /// A call failed.
  public mutating func fail(_ permit: Permit, at now: Instant) {
    guard permit.generation == generation else { return }
    switch phase {
    case .closed(let failures) where failures + 1 < limits.failures:
      phase = .closed(failures: failures + 1)
    case .closed: open(at: now)
    case .open: break
    case .halfOpen:
      wait = min(wait * 2, limits.longestWait)
      open(at: now)
    }
  }

  /// A call was given up for a reason of the caller's own, and says nothing.
  public mutating func abandon(_ permit: Permit) {
    guard permit.generation == generation else { return }
    if case .halfOpen(_, let successes) = phase {
      phase = .halfOpen(isProbing: false, successes: successes)
    }
  }

  private mutating func open(at now: Instant) { enter(.open(until: now.advanced(by: wait))) }

  private mutating func enter(_ phase: Phase) {
    self.phase = phase
    generation += 1
  }
}
