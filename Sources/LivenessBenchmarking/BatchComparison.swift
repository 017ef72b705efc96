/// What an image costs in a batch, beside what it costs alone.
///
/// As many single runs as the batch has images take turns with one run of the batch, and each turn
/// is one time. The best of many short runs beside the best of few long ones would say more of the
/// machine than of the network: a long run never falls between two disturbances.
public struct BatchComparison: Sendable, Hashable {
  /// Microseconds of one image, in turns of single runs.
  public let alone: Timing
  /// Microseconds of one image, in runs of a batch.
  public let together: Timing
  /// The time in a batch as a share of the time alone, the median of all turns: above 1, a batch is
  /// slower.
  public let ratio: Double

  /// Compares the microseconds of one image, alone and in a batch, turn by turn.
  ///
  /// - Precondition: There are as many of both, and at least one.
  public init(alone: [Double], together: [Double]) {
    precondition(
      alone.count == together.count && !alone.isEmpty,
      "a comparison needs turns of both, found \(alone.count) and \(together.count)")
    self.alone = Timing(microseconds: alone)
    self.together = Timing(microseconds: together)
    let ratios = zip(together, alone).map { $0 / $1 }.sorted()
    ratio = (ratios[(ratios.count - 1) / 2] + ratios[ratios.count / 2]) / 2
  }

  /// Runs a workload in turns, of which every other one begins with the batch.
  ///
  /// - Parameters:
  ///   - workload: What runs.
  ///   - batch: Images of the batch.
  ///   - threads: Threads that it may use.
  ///   - rounds: Turns of each.
  /// - Throws: What the workload throws.
  public init(of workload: Workload, batch: Int, threads: Int, rounds: Int) throws {
    let single = try workload.prepared(for: Workload.Load(threads: threads))
    let whole = try workload.prepared(for: Workload.Load(threads: threads, batch: batch))
    var (alone, together): ([Double], [Double]) = ([], [])
    _ = try (single(), whole())
    for round in 0..<rounds {
      for isBatch in [!round.isMultiple(of: 2), round.isMultiple(of: 2)] {
        let times = try Stopwatch.microseconds(
          of: isBatch ? whole : single, count: isBatch ? 1 : batch)
        let image = times.reduce(0, +) / Double(batch)
        if isBatch { together.append(image) } else { alone.append(image) }
      }
    }
    self.init(alone: alone, together: together)
  }
}
