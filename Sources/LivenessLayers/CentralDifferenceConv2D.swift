import LivenessTensors

/// A convolution whose filters see how far each pixel lies from the middle one: what tells fine
/// texture from its brightness.
///
/// `y = w ∗ x − θ · Σw · x` with the pixel in the middle of the window for the last `x`; `θ` from 0, a
/// plain convolution, to 1, differences alone. Source: Yu et al., "Searching Central Difference
/// Convolutional Networks for Face Anti-Spoofing", 2020, equation 4.
public struct CentralDifferenceConv2D: Sendable {
  /// The filters before the difference is taken, `[outputChannels, inputChannels / groups, k, k]`
  /// with an odd `k`.
  public let plain: Conv2D
  /// The share of the differences, 0 to 1.
  public let theta: Float

  /// Makes the convolution from a plain one.
  ///
  /// - Precondition: The window has odd extents, so that it has a middle; `theta` lies from 0 to 1.
  public init(_ plain: Conv2D, theta: Float) {
    let kernel = [plain.weight.shape[2], plain.weight.shape[3]]
    precondition(
      kernel.allSatisfy { $0 % 2 == 1 } && (0...1).contains(theta),
      "a central difference takes a window of odd extents and a share from 0 to 1, "
        + "found \(kernel) and \(theta)")
    self.plain = plain
    self.theta = theta
  }

  /// The plain convolution that gives the same: `θ` times the sum of each filter is taken off its
  /// middle.
  public var folded: Conv2D {
    let shape = plain.weight.shape
    let area = shape[2] * shape[3]
    let scalars = plain.weight.scalars
    var weights = scalars
    for filter in 0..<scalars.count / area {
      let sum = scalars[filter * area..<(filter + 1) * area].reduce(0, +)
      weights[filter * area + area / 2] -= theta * sum
    }
    return Conv2D(
      weight: Tensor(shape: shape, scalars: weights), bias: plain.bias, window: plain.window,
      groups: plain.groups)
  }
}
