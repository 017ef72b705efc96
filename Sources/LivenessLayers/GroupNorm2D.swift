public import LivenessTensors

/// Normalization of maps with the statistics of each image itself, over groups of channels.
///
/// `y = (x − mean) / √(variance + epsilon) · scale + offset`, with mean and variance over all pixels
/// of a group of channels, and a scale and an offset for each channel (Wu and He, "Group
/// Normalization", 2018). One group is layer normalization; as many as there are channels, instance
/// normalization.
///
/// **Shape** `[N, channels, H, W]`, kept.
public struct GroupNorm2D: Sendable {
  /// The number of groups.
  public let groups: Int
  /// What each normalized channel is multiplied with, `[channels]`.
  public let scale: Tensor
  /// What is added to it, `[channels]`.
  public let offset: Tensor
  /// What keeps the divisor from 0.
  public let epsilon: Float

  /// The number of channels.
  public var channels: Int { scale.shape.count }

  /// Makes a normalization.
  ///
  /// - Precondition: Scale and offset have one shape `[channels]`, and `groups` divides the channels.
  public init(groups: Int, scale: Tensor, offset: Tensor, epsilon: Float = 1e-5) {
    precondition(
      scale.shape.rank == 1 && scale.shape.count > 0 && scale.shape == offset.shape && groups > 0
        && scale.shape.count % groups == 0,
      "GroupNorm2D takes a scale and an offset of one shape [channels] and groups that divide it, "
        + "found \(scale.shape), \(offset.shape) and \(groups)")
    self.groups = groups
    self.scale = scale
    self.offset = offset
    self.epsilon = epsilon
  }

  /// Takes the parameters `weight` and `bias` from a scope.
  public init(from parameters: ParameterScope, channels: Int, groups: Int, epsilon: Float = 1e-5) {
    self.init(
      groups: groups, scale: parameters.tensor("weight", shape: [channels]),
      offset: parameters.tensor("bias", shape: [channels]), epsilon: epsilon)
  }

  /// Normalizes a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: channels, for: "GroupNorm2D")
    let plane = x.shape[2] * x.shape[3]
    let (size, count) = (channels / groups, channels / groups * plane)
    guard count > 0 else { return x }
    var scalars = x.scalars
    for index in 0..<x.shape[0] * groups {
      let range = index * count..<(index + 1) * count
      let mean = scalars[range].reduce(0.0) { $0 + Double($1) } / Double(count)
      let variance =
        scalars[range].reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        / Double(count)
      let factor = 1 / (variance + Double(epsilon)).squareRoot()
      for position in range {
        let channel = index % groups * size + (position - range.lowerBound) / plane
        let normalized = (Double(scalars[position]) - mean) * factor
        scalars[position] = Float(
          normalized * Double(scale.scalars[channel]) + Double(offset.scalars[channel]))
      }
    }
    return Tensor(shape: x.shape, scalars: scalars)
  }
}
