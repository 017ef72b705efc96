import LivenessBenchmarking
import Testing

struct WorkloadTests {
  private let workloads = Workload.all(captures: "nowhere")

  @Test func `every kind is there and every name once`() {
    #expect(Set(workloads.map(\.kind)) == Set(Workload.Kind.allCases))
    #expect(Set(workloads.map(\.name)).count == workloads.count)
    for network in BenchmarkNetwork.allCases {
      #expect(workloads.contains { $0.kind == .network && $0.name == network.rawValue })
    }
  }

  @Test(arguments: [BenchmarkNetwork.fusionDefault, .keyPoints])
  func `a network gives the same outputs on one thread and on two`(
    network: BenchmarkNetwork
  ) throws {
    let workload = try #require(workloads.first { $0.name == network.rawValue })
    let checksums = try [1, 2].map { threads in
      Checksum(of: try workload.prepared(for: Workload.Load(threads: threads))())
    }
    #expect(checksums[0] == checksums[1])
  }

  @Test func `a benchmark runs what it is told, as often as it is told`() throws {
    let linear = try #require(workloads.first { $0.name == "linear-512to128" })
    let plan = BenchmarkPlan(
      workloads: [linear], loads: [Workload.Load(), Workload.Load(threads: 2)], rounds: 3,
      secondsPerRound: 0)
    let measurements = try plan.run()
    #expect(measurements.count == 1)
    #expect(measurements.first?.timing.count == 3)
    #expect(measurements.first?.load == Workload.Load())
  }

  @Test func `a capture that is missing is told`() throws {
    let detect = try #require(workloads.first { $0.name == "detect" })
    #expect(throws: (any Error).self) { try detect.prepared(for: Workload.Load()) }
  }
}
