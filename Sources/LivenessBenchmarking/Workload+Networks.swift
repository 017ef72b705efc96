import LivenessTensors

extension Workload {
  /// The networks, with seeded parameters: the time does not depend on them.
  static var networks: [Workload] {
    BenchmarkNetwork.allCases.map { network in
      Workload(
        .network, network.rawValue, multiplications: network.multiplications, isScalable: true
      ) { load in
        let loaded = network.loadedWithSeededParameters()
        let inputs = network.seededInputs(batch: load.batch)
        return { loaded.run(inputs, threads: load.threads) }
      }
    }
  }
}
