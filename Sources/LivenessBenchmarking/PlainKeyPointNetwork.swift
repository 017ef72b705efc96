import LivenessLayers
import LivenessTensors

/// A network that finds 68 points on a grey crop by plain regression: four stages of two 3×3
/// convolutions each, the map halved between them, a 1×1 convolution, and one fully connected layer.
struct PlainKeyPointNetwork: Sendable {
  /// Pixels along each side of the crop.
  private static let side = 112

  /// The network made ready to run.
  let plan: NetworkPlan

  /// Takes the parameters from the root scope of a file.
  init(from parameters: ParameterScope) {
    var builder = NetworkPlanBuilder()
    var map = builder.input(channels: 1, height: Self.side, width: Self.side)
    var channels = 1
    let widths = [16, 32, 64, 96]
    for (index, width) in widths.enumerated() {
      let stage = "stage\(index + 1)"
      let scope = parameters.scope(stage)
      let first = ConvolutionBlock(
        from: scope, convolution: "conv1", normalization: "norm1", inputChannels: channels,
        outputChannels: width, stride: index == 0 ? 2 : 1)
      let second = ConvolutionBlock(
        from: scope, convolution: "conv2", normalization: "norm2", inputChannels: width,
        outputChannels: width, pooled: index < widths.count - 1)
      map = first.append(to: &builder, map, name: "\(stage).conv1")
      map = second.append(to: &builder, map, name: "\(stage).conv2")
      channels = width
    }
    let reduction = ConvolutionBlock(
      from: parameters.scope("reduce"), inputChannels: channels, outputChannels: 32, kernelSize: 1)
    map = reduction.append(to: &builder, map, name: "reduce")
    let regressor = Linear(
      from: parameters.scope("regressor"), inputFeatures: 32 * 7 * 7, outputFeatures: 136)
    builder.output(builder.linear(regressor, to: map, name: "regressor"), isVector: true)
    plan = NetworkPlan(builder)
  }
}
