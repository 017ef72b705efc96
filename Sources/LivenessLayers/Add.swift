public import LivenessTensors

/// The sum of two tensors, scalar by scalar.
///
/// **Shape** Both the same, kept.
public struct Add: Sendable {
  /// Makes the layer.
  public init() {}

  /// Adds the tensors.
  ///
  /// - Precondition: Both have the same shape.
  public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(
      a.shape == b.shape, "Add takes two tensors of one shape, found \(a.shape) and \(b.shape)")
    return ElementwiseKernel.sum(a, b)
  }
}
