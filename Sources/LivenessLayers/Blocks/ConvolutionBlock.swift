public import LivenessTensors

/// Convolution, batch normalization, ReLU and, at will, 2×2 max pooling: the stage that the
/// networks here are made of.
///
/// The normalization is folded into the convolution when the block is built. US 2019/0347823 A1,
/// paragraphs 0103–0105, describes the stage.
public struct ConvolutionBlock: Sendable {
  /// The convolution with the normalization folded in.
  public let convolution: Conv2D
  /// The pooling that follows, if any.
  public let pooling: MaxPool2D?

  /// Takes the parameters `convolution.weight` and `normalization.*` of the given names from a
  /// scope.
  ///
  /// - Parameters:
  ///   - parameters: The scope of the stage.
  ///   - convolution: The name of the convolution, which has no bias.
  ///   - normalization: The name of the batch normalization.
  ///   - inputChannels: Channels in.
  ///   - outputChannels: Channels out.
  ///   - kernelSize: Side of the square kernel; it is padded to keep the extent at stride 1.
  ///   - stride: Steps between two windows.
  ///   - pooled: Whether 2×2 max pooling follows.
  public init(
    from parameters: ParameterScope, convolution: String = "conv", normalization: String = "norm",
    inputChannels: Int, outputChannels: Int, kernelSize: Int = 3, stride: Int = 1,
    pooled: Bool = false
  ) {
    let plain = Conv2D(
      from: parameters.scope(convolution), inputChannels: inputChannels,
      outputChannels: outputChannels, kernelSize: kernelSize, stride: stride,
      padding: kernelSize / 2, bias: false)
    let normalization = BatchNorm2D(
      from: parameters.scope(normalization), channels: outputChannels)
    self.convolution = normalization.folded(into: plain)
    pooling = pooled ? MaxPool2D(kernelSize: 2, stride: 2) : nil
  }

  /// Runs the stage.
  ///
  /// **Shape** `[N, inputChannels, H, W]` to `[N, outputChannels, H', W']`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let y = ReLU()(convolution(x))
    return pooling.map { $0(y) } ?? y
  }
}
