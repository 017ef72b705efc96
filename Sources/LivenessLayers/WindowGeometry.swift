import LivenessTensors

/// How a sliding window covers one axis: the output-size rule that convolution and pooling share.
///
/// `output = ⌊(input + padding + trailing − dilation·(kernel − 1) − 1) / stride⌋ + 1`
public struct WindowGeometry: Sendable, Hashable {
  /// Scalars that the window covers along the axis.
  public let kernel: Int
  /// Steps between two windows.
  public let stride: Int
  /// Zeros put before the axis, and behind it unless ``trailingPadding`` says otherwise.
  public let padding: Int
  /// Zeros put behind the axis.
  public let trailingPadding: Int
  /// Steps between two taps of a window.
  public let dilation: Int

  /// Makes a window; as many zeros are put behind the axis as before it unless a count is given
  /// (TensorFlow's `SAME` puts one more where an odd number is needed).
  public init(
    kernel: Int, stride: Int = 1, padding: Int = 0, trailingPadding: Int? = nil, dilation: Int = 1
  ) {
    precondition(
      kernel > 0 && stride > 0 && min(padding, trailingPadding ?? 0) >= 0 && dilation > 0,
      "a window needs kernel, stride and dilation of at least 1 and padding of at least 0, found "
        + "kernel \(kernel), stride \(stride), padding \(padding), dilation \(dilation)")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.trailingPadding = trailingPadding ?? padding
    self.dilation = dilation
  }

  /// The positions from the first tap of a window to its last.
  public var reach: Int { dilation * (kernel - 1) + 1 }

  /// The number of windows along an axis of the given extent; 0 where not one fits or the axis is
  /// empty.
  ///
  /// Rounding up adds a window that runs over the end, provided it begins before the trailing
  /// padding (PyTorch's `ceil_mode`).
  public func outputCount(forInput input: Int, roundingUp: Bool = false) -> Int {
    let span = input + padding + trailingPadding - reach
    guard input > 0, span >= 0 else { return 0 }
    let whole = span / stride + 1
    let hasRest = span % stride > 0
    return roundingUp && hasRest && whole * stride < input + padding ? whole + 1 : whole
  }

  /// The extent from which a transposed convolution of this window comes to an axis of the given
  /// extent: the inverse of the rule above, `extra` choosing among the extents that it maps there.
  ///
  /// `(input − 1)·stride − 2·padding + dilation·(kernel − 1) + 1 + extra`, and 0 for an empty axis.
  public func transposedCount(forInput input: Int, extra: Int = 0) -> Int {
    guard input > 0 else { return 0 }
    return max(0, (input - 1) * stride - padding - trailingPadding + reach + extra)
  }

  /// The window laid over an axis, for the kernels.
  func placed(onAxisOf input: Int, roundingUp: Bool = false) -> WindowPlacement {
    WindowPlacement(
      inputCount: input, outputCount: outputCount(forInput: input, roundingUp: roundingUp),
      kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }

  /// The window laid over the axis that a transposed convolution comes to, for the kernels.
  func placedBackwards(fromAxisOf input: Int, extra: Int) -> WindowPlacement {
    WindowPlacement(
      inputCount: transposedCount(forInput: input, extra: extra), outputCount: input,
      kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }
}
