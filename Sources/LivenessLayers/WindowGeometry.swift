/// How a sliding window covers one axis: the output-size rule that convolution and pooling share.
///
/// `output = floor((input + padding.before + padding.after − dilation·(kernel − 1) − 1) / stride) + 1`
public struct WindowGeometry: Sendable, Hashable {
  /// Scalars that the window covers along the axis.
  public let kernel: Int
  /// Steps between two windows.
  public let stride: Int
  /// Zeros put at each end of the axis.
  public let padding: Int
  /// Steps between two taps of a window.
  public let dilation: Int

  /// Makes a window.
  public init(kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    precondition(
      kernel > 0 && stride > 0 && padding >= 0 && dilation > 0,
      "a window needs kernel, stride and dilation of at least 1 and padding of at least 0, found "
        + "kernel \(kernel), stride \(stride), padding \(padding), dilation \(dilation)")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The number of windows along an axis of the given extent; 0 where not one fits.
  public func outputCount(forInput input: Int) -> Int {
    let span = input + 2 * padding - dilation * (kernel - 1) - 1
    return span < 0 ? 0 : span / stride + 1
  }
}
