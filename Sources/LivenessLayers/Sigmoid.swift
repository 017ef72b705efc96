public import LivenessTensors

/// The logistic function.
///
/// `y = 1 / (1 + exp(−x))`.
///
/// **Shape** Any, kept.
public struct Sigmoid: Sendable {
  /// Makes the layer.
  public init() {}

  /// Applies the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    Tensor(
      shape: x.shape, scalars: x.scalars.map { Float(1 / (1 + Exponential.of(-Double($0)))) })
  }
}
