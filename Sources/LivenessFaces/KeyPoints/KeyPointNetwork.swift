public import LivenessLayers
public import LivenessTensors

/// Finds 68 key points on a grey face crop by regression.
///
/// Four stages of two convolutions each, halving the map between them, a 1×1 convolution, and one
/// fully connected layer that gives two numbers a point.
public struct KeyPointNetwork: Sendable {
  /// Pixels along each side of the crop.
  public static let inputSize = 112

  private let stages: [ConvolutionBlock]
  private let regressor: Linear

  /// Takes the parameters from the root scope of a model file.
  public init(from parameters: ParameterScope) {
    let widths = [16, 32, 64, 96]
    var stages: [ConvolutionBlock] = []
    var channels = 1
    for (index, width) in widths.enumerated() {
      let scope = parameters.scope("stage\(index + 1)")
      let isLast = index == widths.count - 1
      stages.append(
        ConvolutionBlock(
          from: scope, convolution: "conv1", normalization: "norm1", inputChannels: channels,
          outputChannels: width, stride: index == 0 ? 2 : 1))
      stages.append(
        ConvolutionBlock(
          from: scope, convolution: "conv2", normalization: "norm2", inputChannels: width,
          outputChannels: width, pooled: !isLast))
      channels = width
    }
    stages.append(
      ConvolutionBlock(
        from: parameters.scope("reduce"), inputChannels: channels, outputChannels: 32,
        kernelSize: 1))
    self.stages = stages
    regressor = Linear(
      from: parameters.scope("regressor"), inputFeatures: 32 * 7 * 7,
      outputFeatures: 2 * FaceKeyPoints.count)
  }

  /// Runs the network on standardized grey crops.
  ///
  /// **Shape** `[N, 1, 112, 112]` to `[N, 136]`: x and y of each point in turn. **Units** as the
  /// model file's `output` says.
  public func callAsFunction(_ crops: Tensor) -> Tensor {
    let features = stages.reduce(crops) { $1($0) }
    return regressor(features.flattened())
  }
}
