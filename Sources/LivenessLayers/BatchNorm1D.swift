public import LivenessTensors

/// Batch normalization of vectors with the statistics of training.
///
/// `y = (x − mean) / √(variance + epsilon) · scale + offset`, with one of each for a feature (Ioffe
/// and Szegedy, "Batch Normalization", 2015).
///
/// **Shape** `[N, features]`, kept.
public struct BatchNorm1D: Sendable {
  /// The same rule on maps of one scalar.
  private let normalization: BatchNorm2D

  /// The number of features.
  public var features: Int { normalization.channels }

  /// Makes a normalization from its statistics.
  ///
  /// - Precondition: All four have the shape `[features]`.
  public init(
    mean: Tensor, variance: Tensor, scale: Tensor, offset: Tensor, epsilon: Float = 1e-5
  ) {
    normalization = BatchNorm2D(
      mean: mean, variance: variance, scale: scale, offset: offset, epsilon: epsilon)
  }

  /// Takes the parameters `running_mean`, `running_var`, `weight` and `bias` from a scope.
  public init(from parameters: ParameterScope, features: Int, epsilon: Float = 1e-5) {
    normalization = BatchNorm2D(from: parameters, channels: features, epsilon: epsilon)
  }

  /// Normalizes a batch of vectors.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireVectors(features: features, for: "BatchNorm1D")
    return normalization(x.reshaped(to: [x.shape[0], features, 1, 1])).reshaped(to: x.shape)
  }

  /// A fully connected layer that gives what this normalization makes of the given one's result.
  ///
  /// - Precondition: The layer has as many outputs as there are features.
  public func folded(into linear: Linear) -> Linear {
    precondition(
      linear.outputFeatures == features,
      "BatchNorm1D with \(features) features cannot be folded into a Linear with weights of shape "
        + "\(linear.weight.shape)")
    return Linear(
      weight: normalization.scaled(linear.weight), bias: normalization.shifted(linear.bias))
  }
}
