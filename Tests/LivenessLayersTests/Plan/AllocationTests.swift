import CAllocationCounter
import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

/// Each case runs in a process of its own, for the counter sees the allocations of all threads.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations cannot be counted here"))
struct AllocationTests {
  /// The allocations of some runs after the first.
  private static func count(images: Int, threads: Int) -> Int {
    var generator = SeededGenerator(seed: 0xA110C)
    let network = SmallNetwork(size: 24, using: &generator)
    let workspace = KernelWorkspace(
      for: network.plan().schedule, pool: WorkerPool(capacity: threads - 1))
    let inputs = network.inputs(images: images, using: &generator)
    workspace.run(inputs, threads: threads)
    allocation_counter_start()
    for _ in 0..<20 { workspace.run(inputs, threads: threads) }
    return allocation_counter_stop()
  }

  @Test func `a run on one thread allocates nothing`() async {
    await #expect(processExitsWith: .success) {
      #expect(Self.count(images: 1, threads: 1) == 0)
    }
  }

  @Test func `a run on two threads allocates nothing`() async {
    await #expect(processExitsWith: .success) {
      #expect(Self.count(images: 1, threads: 2) == 0)
    }
  }

  @Test func `a batch allocates nothing`() async {
    await #expect(processExitsWith: .success) {
      #expect(Self.count(images: 5, threads: 2) == 0)
    }
  }

  @Test func `the first run of a larger batch allocates, and is seen to`() async {
    await #expect(processExitsWith: .success) {
      var generator = SeededGenerator(seed: 0xA110D)
      let network = SmallNetwork(size: 24, using: &generator)
      let workspace = KernelWorkspace(for: network.plan().schedule)
      let inputs = network.inputs(images: 4, using: &generator)
      allocation_counter_start()
      workspace.run(inputs, threads: 1)
      #expect(allocation_counter_stop() > 0)
    }
  }
}
