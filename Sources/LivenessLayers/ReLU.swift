public import LivenessTensors

/// The rectified linear unit.
///
/// `y = max(x, 0)`; not-a-number stays not-a-number.
///
/// **Shape** Any, kept.
public struct ReLU: Sendable {
  /// Makes the layer.
  public init() {}

  /// Applies the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    ElementwiseKernel.rectified(x)
  }
}
