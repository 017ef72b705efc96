import LivenessTensors

extension Workload {
  /// The networks, with seeded parameters: the time does not depend on them.
  static var networks: [Workload] {
    BenchmarkNetwork.allCases.map { network in
      Workload(
        .network, network.rawValue, multiplications: network.multiplications, isScalable: true
      ) { load in
        let loaded = network.loadedWithSeededParameters()
        var tensors = SeededTensors(seed: 6)
        let inputs = network.inputs.map { input in
          tensors.tensor(Shape([load.batch] + input.shape.dimensions))
        }
        return { loaded.run(inputs, load.threads) }
      }
    }
  }
}
