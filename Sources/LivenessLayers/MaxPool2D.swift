public import LivenessTensors

/// The largest scalar below a sliding window.
///
/// Padding never wins; a window that lies in the padding alone gives −∞. Not-a-number wins over
/// every number, so that it cannot be lost.
///
/// **Shape** `[N, C, H, W]` to `[N, C, H', W']`, where ``WindowGeometry`` gives `H'` and `W'`.
public struct MaxPool2D: Sendable {
  /// The window.
  public let window: Window2D
  /// Whether a last window that runs over the end counts (PyTorch's `ceil_mode`).
  public let roundsUp: Bool

  /// Makes a pooling.
  ///
  /// - Precondition: The padding is at most half of what the window reaches.
  public init(window: Window2D, roundsUp: Bool = false) {
    window.requirePoolable()
    self.window = window
    self.roundsUp = roundsUp
  }

  /// Makes a pooling with a square window; it moves by its own size unless a stride is given.
  public init(
    kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1,
    roundsUp: Bool = false
  ) {
    self.init(
      window: Window2D(
        kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding, dilation: dilation),
      roundsUp: roundsUp)
  }

  /// Pools a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "MaxPool2D")
    return PoolingKernel.maximum(
      x, vertical: window.vertical.placed(onAxisOf: x.shape[2], roundingUp: roundsUp),
      horizontal: window.horizontal.placed(onAxisOf: x.shape[3], roundingUp: roundsUp))
  }

  /// What pools a map that lies as given.
  func kernel(input: MapLayout, output: MapLayout) -> any MapKernel {
    WindowPooling(
      .maximum, vertical: window.vertical.placed(onAxisOf: input.height, roundingUp: roundsUp),
      horizontal: window.horizontal.placed(onAxisOf: input.width, roundingUp: roundsUp),
      input: input, output: output)
  }
}
