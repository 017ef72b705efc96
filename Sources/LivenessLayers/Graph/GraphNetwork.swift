import LivenessTensors

/// The layers of a ``NetworkGraph`` with their parameters; a plan is made of them for each size of
/// input.
package struct GraphNetwork: Sendable {
  private enum Layer: Sendable {
    case convolution(Conv2D, Activation)
    case transposedConvolution(ConvTranspose2D)
    case sum(Activation)
    case other
  }

  /// What is computed.
  package let graph: NetworkGraph
  private let layers: [Layer]

  /// Takes the parameters from the root scope of a file by the names that the graph gives them.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - shapes: The shapes of its maps for any size of input; their channels are those for all.
  ///   - parameters: The root scope.
  package init(_ graph: NetworkGraph, shapes: GraphShapes, from parameters: ParameterScope) {
    self.graph = graph
    layers = graph.steps.map { step in
      let inputs = shapes.map(named: step.inputs[0])?.channels ?? 0
      switch step.operation {
      case .convolution(let convolution):
        return .convolution(
          convolution.layer(from: parameters, inputChannels: inputs),
          convolution.activation.activation(from: parameters, channels: convolution.channels))
      case .transposedConvolution(let weight, let bias, let channels, let factor):
        return .transposedConvolution(
          ConvTranspose2D(
            weight: parameters.tensor(weight, shape: [inputs, channels, factor, factor]),
            bias: bias.map { parameters.tensor($0, shape: [channels]) },
            window: Window2D(kernelSize: factor, stride: factor)))
      case .sum(let activation):
        return .sum(activation.activation(from: parameters, channels: inputs))
      default: return .other
      }
    }
  }

  /// The network made ready to run on inputs of one size.
  ///
  /// - Throws: `CheckpointError.card` where a step does not fit its maps at this size.
  package func plan(height: Int, width: Int) throws(CheckpointError) -> NetworkPlan {
    _ = try graph.shapes(height: height, width: width)
    var builder = NetworkPlanBuilder()
    var maps = [
      graph.input: builder.input(channels: graph.inputChannels, height: height, width: width)
    ]
    for (step, layer) in zip(graph.steps, layers) {
      let inputs = step.inputs.compactMap { maps[$0] }
      maps[step.result] = append(step, layer, inputs, to: &builder)
    }
    for name in graph.outputs {
      if let map = maps[name] { builder.output(map, isVector: false) }
    }
    return NetworkPlan(builder)
  }

  private func append(
    _ step: GraphStep, _ layer: Layer, _ inputs: [PlanValue],
    to builder: inout NetworkPlanBuilder
  ) -> PlanValue {
    let (x, name) = (inputs[0], step.result)
    switch (layer, step.operation) {
    case (.convolution(let layer, let activation), _):
      return builder.convolution(
        layer, activation: activation, adding: inputs.count > 1 ? inputs[1] : nil, to: x,
        name: name)
    case (.transposedConvolution(let layer), _):
      return builder.transposedConvolution(
        layer, to: x, height: inputs[1].height, width: inputs[1].width, name: name)
    case (.sum(let activation), _):
      return builder.sum(x, inputs[1], activation: activation, name: name)
    case (_, .maximumPool(let layer)):
      return builder.maximumPool(layer, of: x, name: name)
    case (_, .enlargement(let factor)):
      let layer = Resize2D(
        height: factor * x.height, width: factor * x.width, interpolation: .nearest)
      return builder.resize(layer, of: x, name: name)
    case (_, .widening(let channels)):
      return builder.widening(x, channels: channels, name: name)
    default:
      return inputs.dropFirst().reduce(x) { builder.join($0, $1, name: name) }
    }
  }
}

extension GraphConvolution {
  fileprivate func layer(from parameters: ParameterScope, inputChannels: Int) -> Conv2D {
    let groups = groups ?? inputChannels
    let plain = Conv2D(
      weight: parameters.tensor(
        weight,
        shape: [
          channels, inputChannels / groups, window.vertical.kernel, window.horizontal.kernel,
        ]),
      bias: bias.map { parameters.tensor($0, shape: [channels]) }, window: window, groups: groups)
    guard let normalization else { return plain }
    func statistic(_ name: String) -> Tensor { parameters.tensor(name, shape: [channels]) }
    return BatchNorm2D(
      mean: statistic(normalization.mean), variance: statistic(normalization.variance),
      scale: statistic(normalization.scale), offset: statistic(normalization.offset),
      epsilon: normalization.epsilon
    ).folded(into: plain)
  }
}

extension GraphActivation {
  fileprivate func activation(from parameters: ParameterScope, channels: Int) -> Activation {
    switch self {
    case .none: .none
    case .relu: .relu
    case .prelu(let slopes):
      .prelu(slopes: parameters.tensor(slopes, shape: [channels]).scalars)
    }
  }
}
