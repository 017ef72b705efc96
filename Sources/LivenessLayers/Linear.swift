public import LivenessTensors

/// A fully connected layer.
///
/// `y = x · weightᵀ + bias`.
///
/// **Shape** `[N, inputFeatures]` to `[N, outputFeatures]`.
public struct Linear: Sendable {
  /// The weights, `[outputFeatures, inputFeatures]`.
  public let weight: Tensor
  /// What is added to each output, `[outputFeatures]`; `nil` for nothing.
  public let bias: Tensor?

  /// Features in.
  public var inputFeatures: Int { weight.shape[1] }
  /// Features out.
  public var outputFeatures: Int { weight.shape[0] }

  /// Makes a fully connected layer from its weights.
  ///
  /// - Precondition: The weights have two axes and the bias one number for each output.
  public init(weight: Tensor, bias: Tensor? = nil) {
    precondition(
      weight.shape.rank == 2 && weight.shape.count > 0,
      "Linear takes weights of shape [outputs, inputs], found \(weight.shape)")
    precondition(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "Linear with weights of shape \(weight.shape) takes a bias of shape [\(weight.shape[0])], "
        + "found \(bias?.shape.description ?? "none")")
    self.weight = weight
    self.bias = bias
  }

  /// Takes the parameters `weight` and, where asked for, `bias` from a scope.
  public init(
    from parameters: ParameterScope, inputFeatures: Int, outputFeatures: Int, bias: Bool = true
  ) {
    self.init(
      weight: parameters.tensor("weight", shape: [outputFeatures, inputFeatures]),
      bias: bias ? parameters.tensor("bias", shape: [outputFeatures]) : nil)
  }

  /// Applies the layer to a batch of vectors.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireVectors(features: inputFeatures, for: "Linear")
    return LinearKernel.apply(x, weight: weight, bias: bias)
  }
}
