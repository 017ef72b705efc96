import LivenessLayers
import LivenessTensors

/// The layers of the key-point network: what it computes, written down.
struct KeyPointLayers: Sendable {
  private let blocks: [(name: String, block: ConvolutionBlock)]
  private let regressor: Linear

  init(from parameters: ParameterScope) {
    let widths = [16, 32, 64, 96]
    var blocks: [(name: String, block: ConvolutionBlock)] = []
    var channels = 1
    for (index, width) in widths.enumerated() {
      let stage = "stage\(index + 1)"
      let scope = parameters.scope(stage)
      let isLast = index == widths.count - 1
      let first = ConvolutionBlock(
        from: scope, convolution: "conv1", normalization: "norm1", inputChannels: channels,
        outputChannels: width, stride: index == 0 ? 2 : 1)
      let second = ConvolutionBlock(
        from: scope, convolution: "conv2", normalization: "norm2", inputChannels: width,
        outputChannels: width, pooled: !isLast)
      blocks += [("\(stage).conv1", first), ("\(stage).conv2", second)]
      channels = width
    }
    let reduction = ConvolutionBlock(
      from: parameters.scope("reduce"), inputChannels: channels, outputChannels: 32, kernelSize: 1)
    self.blocks = blocks + [("reduce", reduction)]
    regressor = Linear(
      from: parameters.scope("regressor"), inputFeatures: 32 * 7 * 7,
      outputFeatures: 2 * FaceKeyPoints.count)
  }

  /// The network made ready to run.
  func plan() -> NetworkPlan {
    var builder = NetworkPlanBuilder()
    let size = KeyPointNetwork.inputSize
    let input = builder.input(channels: 1, height: size, width: size)
    let features = blocks.reduce(input) { map, entry in
      entry.block.append(to: &builder, map, name: entry.name)
    }
    builder.output(builder.linear(regressor, to: features, name: "regressor"), isVector: true)
    return NetworkPlan(builder)
  }

  /// The network layer by layer: the specification of the plan.
  func reference(_ crops: Tensor) -> Tensor {
    regressor(blocks.reduce(crops) { $1.block($0) }.flattened())
  }
}
