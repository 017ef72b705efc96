/// How many calls may be made within a time.
public struct CallBudget: Sendable, Hashable {
  /// The most calls within any stretch of time of length ``period``.
  public let calls: Int
  /// The length of that stretch.
  public let period: Duration

  /// Allows so many calls per period; 1,000 calls an hour unless told otherwise.
  public init(calls: Int = 1000, per period: Duration = .seconds(3600)) {
    self.calls = calls
    self.period = period
  }
}

/// Which calls were made within the last period.
struct CallLedger<Instant: InstantProtocol> where Instant.Duration == Duration {
  private let budget: CallBudget
  /// When the last calls were made; a ring once it is full.
  private var instants: [Instant] = []
  private var oldest = 0

  init(budget: CallBudget) { self.budget = budget }

  /// Enters a call, or says that the budget is spent.
  mutating func spend(at now: Instant) -> Bool {
    guard budget.calls > 0 else { return false }
    guard instants.count == budget.calls else {
      instants.append(now)
      return true
    }
    guard instants[oldest].duration(to: now) >= budget.period else { return false }
    instants[oldest] = now
    oldest = (oldest + 1) % budget.calls
    return true
  }
}
