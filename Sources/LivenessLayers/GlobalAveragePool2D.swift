public import LivenessTensors

/// The mean of each channel of a map.
///
/// **Shape** `[N, C, H, W]` to `[N, C]`. A channel without scalars has not-a-number for its mean.
public struct GlobalAveragePool2D: Sendable {
  /// Makes the layer.
  public init() {}

  /// Pools a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "GlobalAveragePool2D")
    let size = x.shape[2] * x.shape[3]
    let means = (0..<x.shape[0] * x.shape[1]).map { plane in
      let sum = x.scalars[plane * size..<(plane + 1) * size].reduce(0.0) { $0 + Double($1) }
      return Float(sum / Double(size))
    }
    return Tensor(shape: [x.shape[0], x.shape[1]], scalars: means)
  }
}
