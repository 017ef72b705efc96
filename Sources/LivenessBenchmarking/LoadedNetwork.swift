import LivenessLayers
public import LivenessTensors

/// A network that is ready to be timed.
public struct LoadedNetwork: Sendable {
  private let plan: NetworkPlan
  private let compared: @Sendable (_ inputs: [Tensor]) -> [Tensor]

  /// Takes a network, and what is compared with other engines where that is more than its outputs.
  init(plan: NetworkPlan, compared: (@Sendable (_ inputs: [Tensor]) -> [Tensor])? = nil) {
    self.plan = plan
    self.compared = compared ?? { plan($0, threads: 1) }
  }

  /// Multiplications with an addition behind them, for one image.
  var multiplications: Int { plan.multiplyAdds }

  /// Runs once, on as many threads.
  public func run(_ inputs: [Tensor], threads: Int) -> [Tensor] { plan(inputs, threads: threads) }

  /// The values of the network's ``BenchmarkNetwork/outputs``.
  public func outputs(for inputs: [Tensor]) -> [Tensor] { compared(inputs) }

  /// How long each step takes on one thread, the best of some rounds, in microseconds.
  public func profile(
    _ inputs: [Tensor], rounds: Int
  ) -> [(name: String, microseconds: Double)] {
    plan.profile(inputs, rounds: rounds)
  }
}
