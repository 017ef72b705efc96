/// How long something took, many times over.
public struct Timing: Sendable, Hashable {
  /// Microseconds of every run, shortest first.
  private let sorted: [Double]

  /// Gathers the microseconds of each run.
  ///
  /// - Precondition: There is at least one.
  public init(microseconds: [Double]) {
    precondition(!microseconds.isEmpty, "a timing needs a run")
    sorted = microseconds.sorted()
  }

  /// The shortest, in microseconds.
  public var best: Double { sorted[0] }
  /// The one in the middle, in microseconds; between two, their mean.
  public var median: Double { quantile(0.5) }
  /// How far the middle half of the runs spreads, as a share of the median.
  public var spread: Double { (quantile(0.75) - quantile(0.25)) / median }
  /// The number of runs.
  public var count: Int { sorted.count }

  /// Interpolates between neighbours, as NumPy's `quantile` does by default.
  private func quantile(_ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }
}

/// Times runs with the system's monotonic clock.
public enum Stopwatch {
  /// The microseconds of each of so many runs.
  public static func microseconds(of run: Workload.Run, count: Int) throws -> [Double] {
    let clock = ContinuousClock()
    var times: [Double] = []
    times.reserveCapacity(count)
    for _ in 0..<count {
      let start = clock.now
      _ = try run()
      let (seconds, attoseconds) = (clock.now - start).components
      times.append(Double(seconds) * 1e6 + Double(attoseconds) * 1e-12)
    }
    return times
  }
}
