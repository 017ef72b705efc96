public import LivenessTensors

/// Batch normalization of maps with the statistics of training.
///
/// `y = (x − mean) / √(variance + epsilon) · scale + offset`, with one of each for a channel (Ioffe
/// and Szegedy, "Batch Normalization", 2015).
///
/// **Shape** `[N, channels, H, W]`, kept.
public struct BatchNorm2D: Sendable {
  /// The mean of each channel, `[channels]`.
  public let mean: Tensor
  /// The variance of each channel, `[channels]`.
  public let variance: Tensor
  /// What each normalized channel is multiplied with, `[channels]`.
  public let scale: Tensor
  /// What is added to it, `[channels]`.
  public let offset: Tensor
  /// What keeps the divisor from 0.
  public let epsilon: Float

  /// The number of channels.
  public var channels: Int { mean.shape.count }

  /// Makes a normalization from its statistics.
  ///
  /// - Precondition: All four have the shape `[channels]`.
  public init(
    mean: Tensor, variance: Tensor, scale: Tensor, offset: Tensor, epsilon: Float = 1e-5
  ) {
    let shapes = [mean.shape, variance.shape, scale.shape, offset.shape]
    precondition(
      shapes.allSatisfy { $0.rank == 1 && $0.count > 0 && $0 == mean.shape },
      "batch normalization takes four tensors of one shape [channels], found \(shapes)")
    self.mean = mean
    self.variance = variance
    self.scale = scale
    self.offset = offset
    self.epsilon = epsilon
  }

  /// Takes the parameters `running_mean`, `running_var`, `weight` and `bias` from a scope.
  public init(from parameters: ParameterScope, channels: Int, epsilon: Float = 1e-5) {
    self.init(
      mean: parameters.tensor("running_mean", shape: [channels]),
      variance: parameters.tensor("running_var", shape: [channels]),
      scale: parameters.tensor("weight", shape: [channels]),
      offset: parameters.tensor("bias", shape: [channels]), epsilon: epsilon)
  }

  /// Normalizes a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: channels, for: "BatchNorm2D")
    return ElementwiseKernel.affine(x, scale: factors, offset: shifts)
  }

  /// A convolution that gives what this normalization makes of the given one's result.
  ///
  /// - Precondition: The convolution has as many outputs as there are channels.
  public func folded(into convolution: Conv2D) -> Conv2D {
    precondition(
      convolution.outputChannels == channels,
      "BatchNorm2D with \(channels) channels cannot be folded into a Conv2D with filters of shape "
        + "\(convolution.weight.shape)")
    return Conv2D(
      weight: scaled(convolution.weight), bias: shifted(convolution.bias),
      window: convolution.window, groups: convolution.groups)
  }

  /// Weights whose first axis is the channels, each channel multiplied with its factor.
  func scaled(_ weight: Tensor) -> Tensor {
    let factors = factors
    let size = weight.shape.count / channels
    var scalars = weight.scalars
    for (channel, factor) in factors.enumerated() {
      for index in channel * size..<(channel + 1) * size { scalars[index] *= factor }
    }
    return Tensor(shape: weight.shape, scalars: scalars)
  }

  /// The bias that goes with scaled weights.
  func shifted(_ bias: Tensor?) -> Tensor {
    let (factors, shifts) = (factors, shifts)
    return Tensor(
      shape: [channels],
      scalars: (0..<channels).map { factors[$0] * (bias?.scalars[$0] ?? 0) + shifts[$0] })
  }

  /// The slope of each channel's line.
  private var factors: [Float] {
    zip(scale.scalars, variance.scalars).map { $0 / ($1 + epsilon).squareRoot() }
  }

  /// The value of each channel's line at 0.
  private var shifts: [Float] {
    let factors = factors
    return (0..<channels).map { offset.scalars[$0] - mean.scalars[$0] * factors[$0] }
  }
}
