import LivenessTensors

/// Fully connected layers, each followed by a rectifier.
struct DenseLayers: Sendable {
  private let layers: [(name: String, layer: Linear)]

  /// Takes the parameters of layers of the given widths from a scope: `dense`, or `dense1` and so on
  /// where there are several.
  init(from parameters: ParameterScope, inputFeatures: Int, widths: [Int]) {
    var features = inputFeatures
    layers = widths.enumerated().map { index, width in
      defer { features = width }
      let name = widths.count == 1 ? "dense" : "dense\(index + 1)"
      return (
        name, Linear(from: parameters.scope(name), inputFeatures: features, outputFeatures: width)
      )
    }
  }

  /// Writes the layers down.
  func append(
    to builder: inout NetworkPlanBuilder, _ x: PlanValue, name: String
  ) -> PlanValue {
    layers.reduce(x) { x, entry in
      builder.linear(entry.layer, activation: .relu, to: x, name: "\(name).\(entry.name)")
    }
  }

  /// **Shape** `[N, inputFeatures]` to `[N, features]`.
  func reference(_ x: Tensor) -> Tensor {
    layers.reduce(x) { ReLU()($1.layer($0)) }
  }
}
