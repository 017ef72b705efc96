/// A sliding window laid over one axis of a known extent, in the numbers that a kernel needs.
///
/// Tap `t` of window `o` lies on position `o · stride − padding + t · dilation` of the axis.
package struct WindowPlacement: Sendable, Hashable {
  /// The extent of the axis.
  package let inputCount: Int
  /// The number of windows.
  package let outputCount: Int
  /// Taps of a window.
  package let kernel: Int
  /// Positions between two windows.
  package let stride: Int
  /// Positions by which the first window begins before the axis.
  package let padding: Int
  /// Positions between two taps.
  package let dilation: Int

  /// Makes a placement; its numbers come from a window geometry, which has checked them.
  package init(
    inputCount: Int, outputCount: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
  ) {
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The extent of the axis with its padding at both ends, as far as a window looks at least.
  package var paddedCount: Int {
    max(inputCount + 2 * padding, (outputCount - 1) * stride + (kernel - 1) * dilation + 1)
  }

  /// Where a tap of a window lies; outside `0..<inputCount` in the padding.
  package func position(ofWindow window: Int, tap: Int) -> Int {
    window * stride - padding + tap * dilation
  }

  /// The windows whose given tap lies inside the axis.
  package func windows(insideAtTap tap: Int) -> Range<Int> {
    let start = position(ofWindow: 0, tap: tap)
    let first = start >= 0 ? 0 : (stride - 1 - start) / stride
    let end = start >= inputCount ? 0 : (inputCount - 1 - start) / stride + 1
    let lower = min(first, outputCount)
    return lower..<max(lower, min(end, outputCount))
  }

  /// Whether every window is one position of the axis, in order.
  package var isIdentity: Bool { kernel == 1 && stride == 1 && padding == 0 }
}
