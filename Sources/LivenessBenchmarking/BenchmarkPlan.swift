/// What a benchmark runs: which workloads, under which loads, how often.
public struct BenchmarkPlan: Sendable {
  /// The workloads.
  public var workloads: [Workload]
  /// The loads; a workload that cannot use one is run under the first alone.
  public var loads: [Workload.Load]
  /// Rounds over all workloads, so that a slow moment of the machine hits one round of each.
  public var rounds: Int
  /// Seconds that each workload runs for in one round.
  public var secondsPerRound: Double

  /// Sets what runs.
  public init(
    workloads: [Workload], loads: [Workload.Load], rounds: Int = 5, secondsPerRound: Double = 0.1
  ) {
    self.workloads = workloads
    self.loads = loads
    self.rounds = rounds
    self.secondsPerRound = secondsPerRound
  }

  /// One workload under one load and how it did.
  public struct Measurement: Sendable {
    /// What ran.
    public let workload: Workload
    /// On how many threads and images.
    public let load: Workload.Load
    /// How long it took.
    public let timing: Timing
    /// Of the outputs.
    public let checksum: Checksum

    /// Billions of multiplications and additions a second, where the multiplications are known.
    public var gigaflops: Double? {
      workload.multiplications.map { 2e-3 * Double($0 * load.batch) / timing.best }
    }
  }

  /// Prepares and warms up everything, then runs round after round.
  ///
  /// - Parameter progress: Is told what comes next.
  /// - Returns: One measurement for each workload and load.
  /// - Throws: What a workload throws, such as the error of a capture that cannot be read.
  public func run(progress: (String) -> Void = { _ in }) throws -> [Measurement] {
    var entries: [Entry] = []
    for workload in workloads {
      for load in loads.prefix(workload.isScalable ? loads.count : 1) {
        progress("\(workload.name), warm-up")
        entries.append(try Entry(workload, load, seconds: secondsPerRound))
      }
    }
    for round in 1...rounds {
      for index in entries.indices {
        progress("\(entries[index].workload.name), round \(round) of \(rounds)")
        try entries[index].runRound()
      }
    }
    return entries.map(\.measurement)
  }

  private struct Entry {
    let workload: Workload
    let load: Workload.Load
    let checksum: Checksum
    private let run: Workload.Run
    private let runsPerRound: Int
    private var microseconds: [Double] = []

    init(_ workload: Workload, _ load: Workload.Load, seconds: Double) throws {
      self.workload = workload
      self.load = load
      run = try workload.prepared(for: load)
      checksum = Checksum(of: try run())
      var warm = try Stopwatch.microseconds(of: run, count: 3)
      while warm.reduce(0, +) < seconds * 0.5e6 {
        warm += try Stopwatch.microseconds(of: run, count: 3)
      }
      runsPerRound = max(1, min(10_000, Int(seconds * 1e6 / Timing(microseconds: warm).median)))
    }

    mutating func runRound() throws {
      microseconds += try Stopwatch.microseconds(of: run, count: runsPerRound)
    }

    var measurement: Measurement {
      Measurement(
        workload: workload, load: load, timing: Timing(microseconds: microseconds),
        checksum: checksum)
    }
  }
}
