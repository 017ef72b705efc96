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

  @Test func `statistics of an image and pooling by steps of their own allocate nothing`() async {
    await #expect(processExitsWith: .success) {
      var generator = SeededGenerator(seed: 0xA110E)
      var builder = NetworkPlanBuilder()
      var x = builder.input(channels: 6, height: 16, width: 16)
      for groups in [1, 3, 6] {
        let layer = GroupNorm2D(
          groups: groups, scale: generator.tensor([6]), offset: generator.tensor([6]))
        x = builder.normalization(layer, activation: .relu, of: x, name: "norm")
      }
      x = builder.averagePool(AveragePool2D(kernelSize: 2), of: x, name: "average")
      x = builder.maximumPool(MaxPool2D(kernelSize: 2), of: x, name: "maximum")
      builder.output(x, isVector: false)
      let workspace = KernelWorkspace(
        for: NetworkPlan(builder).schedule, pool: WorkerPool(capacity: 1))
      let inputs = [generator.tensor([3, 6, 16, 16])]
      workspace.run(inputs, threads: 2)
      allocation_counter_start()
      for _ in 0..<20 { workspace.run(inputs, threads: 2) }
      #expect(allocation_counter_stop() == 0)
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
