import LivenessTensors
import Testing

@testable import LivenessBenchmarking

struct WorkloadTests {
  private let workloads = Workload.all(captures: "nowhere")

  @Test func `every kind is there and every name once`() {
    #expect(Set(workloads.map(\.kind)) == Set(Workload.Kind.allCases))
    #expect(Set(workloads.map(\.name)).count == workloads.count)
    for network in BenchmarkNetwork.allCases {
      #expect(workloads.contains { $0.kind == .network && $0.name == network.rawValue })
    }
  }

  @Test(arguments: [BenchmarkNetwork.keyPoints])
  func `a network gives the same outputs on one thread and on two`(
    network: BenchmarkNetwork
  ) throws {
    let workload = try #require(workloads.first { $0.name == network.rawValue })
    let checksums = try [1, 2].map { threads in
      Checksum(of: try workload.prepared(for: Workload.Load(threads: threads))())
    }
    #expect(checksums[0] == checksums[1])
  }

  @Test(arguments: BenchmarkNetwork.allCases)
  func `Row 1.50: every network states its multiplications`(network: BenchmarkNetwork) throws {
    let workload = try #require(workloads.first { $0.name == network.rawValue })
    let counted = network.loadedWithSeededParameters().multiplications
    #expect(workload.multiplications == counted && counted > 1_000_000)
  }

  /// What others measure under these names: 114 and 345 million multiplications.
  @Test(arguments: [(BenchmarkNetwork.fusionSmall, 114_000_000), (.fusionLarge, 345_000_000)])
  func `the two fusion networks are those that other engines run`(
    network: BenchmarkNetwork, multiplications: Int
  ) {
    #expect(abs(network.multiplications - multiplications) < multiplications / 100)
  }

  @Test func `a benchmark runs what it is told, as often as it is told`() throws {
    let kernel = try #require(workloads.first { $0.name == "depthwise-231to231-at10-direct" })
    let plan = BenchmarkPlan(
      workloads: [kernel], loads: [Workload.Load(), Workload.Load(threads: 2)], rounds: 3,
      secondsPerRound: 0)
    let measurements = try plan.run()
    #expect(measurements.count == 1)
    #expect(measurements.first?.timing.count == 3)
    #expect(measurements.first?.load == Workload.Load())
  }

  @Test func `a profile has a time for every step`() {
    let network = BenchmarkNetwork.keyPoints.loadedWithSeededParameters()
    let steps = network.profile(BenchmarkNetwork.keyPoints.seededInputs(batch: 1), rounds: 1)
    #expect(steps.contains { $0.name.hasPrefix("stage1.conv1") })
    #expect(steps.allSatisfy { $0.microseconds >= 0 })
  }

  @Test func `every way to compute a convolution gives the same`() throws {
    let ways = workloads.filter { $0.kind == .kernel && $0.name.hasPrefix("conv3x3-128to128-at7-") }
    #expect(ways.count == 5)
    let maps = try ways.map { try $0.prepared(for: Workload.Load())()[0].scalars }
    for map in maps {
      #expect(map.count == maps[0].count)
      #expect(zip(map, maps[0]).allSatisfy { abs($0 - $1) <= 1e-4 })
    }
    #expect(maps[0].contains { $0 > 0.01 })
  }

  @Test func `a capture that is missing is told`() throws {
    let detect = try #require(workloads.first { $0.name == "detect" })
    #expect(throws: (any Error).self) { try detect.prepared(for: Workload.Load()) }
  }
}
