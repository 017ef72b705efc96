public import LivenessTensors

/// Each channel of a map times a factor of its own, as squeeze-and-excitation asks for (Hu et al.,
/// "Squeeze-and-Excitation Networks", 2018).
///
/// **Shape** `[N, C, H, W]`, kept; the factors are `[N, C]`.
public struct ChannelScale: Sendable {
  /// Makes the layer.
  public init() {}

  /// Scales a batch of maps.
  ///
  /// - Precondition: There is a factor for each channel of each map.
  public func callAsFunction(_ x: Tensor, by factors: Tensor) -> Tensor {
    x.shape.requireMaps(for: "ChannelScale")
    precondition(
      factors.shape == [x.shape[0], x.shape[1]],
      "ChannelScale takes factors of shape [\(x.shape[0]), \(x.shape[1])] for maps of shape "
        + "\(x.shape), found \(factors.shape)")
    return ElementwiseKernel.affine(x, scale: factors.scalars, offset: [0])
  }
}
