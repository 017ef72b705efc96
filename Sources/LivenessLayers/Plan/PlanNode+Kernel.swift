import LivenessTensors

extension PlanNode {
  /// The kernel that computes this node between maps that lie as given.
  func kernel(_ layouts: PlanLayouts) -> any MapKernel {
    let input = inputs.first.map { layouts[$0] }
    let output = result.map { layouts[$0] }
    switch (operation, input, output) {
    case (.input, _, let output?):
      return PlaneLoading(into: output)
    case (.output, let input?, _):
      return PlaneStoring(from: input)
    case (.convolution(let layer, let activation, let isPooled), let input?, let output?):
      return FastestConvolution.kernel(
        for: ConvolutionParameters(
          weight: layer.weight.scalars, bias: layer.bias?.scalars,
          inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
          groups: layer.groups, vertical: layer.window.vertical.placed(onAxisOf: input.height),
          horizontal: layer.window.horizontal.placed(onAxisOf: input.width),
          activation: activation, isPooled: isPooled), input: input, output: output)
    case (.linear(let layer, let activation), let input?, let output?):
      return FullyConnected(
        weight: layer.weight.scalars, bias: layer.bias?.scalars, activation: activation,
        input: input, output: output)
    case (.globalAverage, let input?, let output?):
      return GlobalAveragePooling(input: input, output: output)
    case (.groupNormalization(let layer, let activation), let input?, let output?):
      return GroupNormalization(
        groups: layer.groups, scale: layer.scale.scalars, offset: layer.offset.scalars,
        epsilon: layer.epsilon, activation: activation, input: input, output: output)
    case (.maximumPool(let layer), let input?, let output?):
      return layer.kernel(input: input, output: output)
    case (.averagePool(let layer), let input?, let output?):
      return layer.kernel(input: input, output: output)
    case (.sigmoid, let input?, _):
      return VectorFunction(.sigmoid, count: input.channels)
    case (.scale, let input?, let output?):
      return MapMerge(.scale, input: input, output: output)
    case (.sum(let activation), let input?, let output?):
      return MapMerge(
        .sum(of: layouts[inputs[1]]), activation: activation, input: input, output: output)
    case (.join, let input?, let output?):
      return ChannelJoin(input, layouts[inputs[1]], output: output)
    case (.resize(let layer), let input?, let output?):
      return layer.kernel(input: input, output: output)
    case (.widening, let input?, let output?):
      return ChannelWidening(input: input, output: output)
    case (.blocks(let factor), let input?, let output?):
      return BlockSpreading(factor: factor, input: input, output: output)
    default:
      preconditionFailure("\(name) lacks what it reads or writes")
    }
  }

  /// Multiplications with an addition behind them, for one image: those of the plain convolution,
  /// whatever algorithm runs, and of a fully connected layer.
  var multiplyAdds: Int {
    switch operation {
    case .convolution(let layer, _, _):
      layer.window.vertical.outputCount(forInput: inputs[0].height)
        * layer.window.horizontal.outputCount(forInput: inputs[0].width) * layer.weight.shape.count
    case .linear(let layer, _): layer.weight.shape.count
    default: 0
    }
  }

  /// Multiplications, or scalars that are moved, for one image.
  var cost: Int {
    let result = result ?? inputs[0]
    switch operation {
    case .convolution(let layer, _, let isPooled):
      return result.height * result.width * layer.weight.shape.count * (isPooled ? 4 : 1)
    case .linear(let layer, _): return layer.weight.shape.count
    case .globalAverage, .averagePool:
      return inputs[0].height * inputs[0].width * inputs[0].channels
    case .groupNormalization: return 3 * result.height * result.width * result.channels
    case .input, .sigmoid, .scale, .sum, .join, .maximumPool, .resize, .widening, .blocks, .output:
      return result.height * result.width * result.channels
    }
  }
}
