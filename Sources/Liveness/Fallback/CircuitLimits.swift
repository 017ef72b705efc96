/// When a circuit breaker opens, and for how long.
public struct CircuitLimits: Sendable, Hashable {
  /// So many failures in a row open it.
  public let failures: Int
  /// So many good probes in a row close it.
  public let probes: Int
  /// How long it stays open the first time; twice as long after each bad probe.
  public let firstWait: Duration
  /// The longest that it stays open; not shorter than ``firstWait``.
  public let longestWait: Duration

  /// Five failures, two probes, 10 seconds to 5 minutes unless told otherwise.
  public init(
    failures: Int = 5, probes: Int = 2, firstWait: Duration = .seconds(10),
    longestWait: Duration = .seconds(300)
  ) {
    self.failures = failures
    self.probes = probes
    self.firstWait = firstWait
    self.longestWait = longestWait
  }
}
