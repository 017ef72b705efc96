public import LivenessTensors

/// The rectified linear unit with a learnt slope below 0.
///
/// `y = x` where `x ≥ 0`, else `slope · x`, with one slope for each channel or one for all (He et
/// al., "Delving Deep into Rectifiers", 2015).
///
/// **Shape** `[N, C, H, W]` or `[N, C]`, kept.
public struct PReLU: Sendable {
  /// The slopes, `[channels]` or `[1]`.
  public let slope: Tensor

  /// Makes the layer from its slopes.
  ///
  /// - Precondition: The slopes have one axis and there is at least one.
  public init(slope: Tensor) {
    precondition(
      slope.shape.rank == 1 && slope.shape.count > 0,
      "PReLU takes slopes of shape [channels] or [1], found \(slope.shape)")
    self.slope = slope
  }

  /// Takes the parameter `weight`, a slope for each channel, from a scope.
  public init(from parameters: ParameterScope, channels: Int) {
    self.init(slope: parameters.tensor("weight", shape: [channels]))
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let slopes = slope.shape.count
    precondition(
      x.shape.rank >= 2 && (slopes == 1 || x.shape[1] == slopes),
      "PReLU with \(slopes) slopes takes shape [N, \(slopes == 1 ? "C" : "\(slopes)"), …], "
        + "found \(x.shape)")
    return ElementwiseKernel.rectified(x, slope: slope.scalars)
  }
}
