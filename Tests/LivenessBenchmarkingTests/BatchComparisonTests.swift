import Synchronization
import Testing

@testable import LivenessBenchmarking

struct BatchComparisonTests {
  @Test func `the ratio is the median of all turns`() {
    let comparison = BatchComparison(alone: [10, 100, 20], together: [9, 90, 40])
    #expect(abs(comparison.ratio - 0.9) < 1e-12)
    #expect(comparison.alone.median == 20 && comparison.together.median == 40)
    let even = BatchComparison(alone: [10, 10, 10, 10], together: [10, 20, 30, 80])
    #expect(even.ratio == 2.5)
  }

  @Test func `as many single runs as the batch has images take turns with one run of the batch`()
    throws
  {
    let runs = Mutex<[Int]>([])
    let workload = Workload(.network, "of this test", isScalable: true) { load in
      {
        runs.withLock { $0.append(load.batch) }
        return []
      }
    }
    let comparison = try BatchComparison(of: workload, batch: 3, threads: 1, rounds: 2)
    #expect(runs.withLock { $0 } == [1, 3, 1, 1, 1, 3, 3, 1, 1, 1])
    #expect(comparison.alone.count == 2 && comparison.together.count == 2)
  }
}
