public import LivenessTensors

/// The mean of the scalars below a sliding window.
///
/// **Shape** `[N, C, H, W]` to `[N, C, H', W']`, where ``WindowGeometry`` gives `H'` and `W'`.
public struct AveragePool2D: Sendable {
  /// The window; its taps are next to one another.
  public let window: Window2D
  /// Whether the zeros of the padding count in the mean (PyTorch's `count_include_pad`).
  public let includesPadding: Bool
  /// Whether a last window that runs over the end counts (PyTorch's `ceil_mode`); what it covers
  /// beyond the padding never counts in the mean.
  public let roundsUp: Bool

  /// Makes a pooling.
  ///
  /// - Precondition: The padding is at most half of the window, and its dilation is 1.
  public init(window: Window2D, includesPadding: Bool = true, roundsUp: Bool = false) {
    window.requirePoolable()
    precondition(
      window.vertical.dilation == 1 && window.horizontal.dilation == 1,
      "AveragePool2D takes a window of dilation 1, found \(window)")
    self.window = window
    self.includesPadding = includesPadding
    self.roundsUp = roundsUp
  }

  /// Makes a pooling with a square window; it moves by its own size unless a stride is given.
  public init(
    kernelSize: Int, stride: Int? = nil, padding: Int = 0, includesPadding: Bool = true,
    roundsUp: Bool = false
  ) {
    self.init(
      window: Window2D(kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding),
      includesPadding: includesPadding, roundsUp: roundsUp)
  }

  /// Pools a batch of maps.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "AveragePool2D")
    let (vertical, horizontal) = placed(onHeight: x.shape[2], width: x.shape[3])
    return PoolingKernel.mean(
      x, counts: counts(vertical, horizontal), vertical: vertical, horizontal: horizontal)
  }

  /// What pools a map that lies as given.
  func kernel(input: MapLayout, output: MapLayout) -> any MapKernel {
    let (vertical, horizontal) = placed(onHeight: input.height, width: input.width)
    return WindowPooling(
      .mean(counts: counts(vertical, horizontal)), vertical: vertical, horizontal: horizontal,
      input: input, output: output)
  }

  /// The window laid over both axes of a map.
  private func placed(
    onHeight height: Int, width: Int
  ) -> (vertical: WindowPlacement, horizontal: WindowPlacement) {
    (
      window.vertical.placed(onAxisOf: height, roundingUp: roundsUp),
      window.horizontal.placed(onAxisOf: width, roundingUp: roundsUp)
    )
  }

  /// The scalars that count in the mean of each window, row by row.
  private func counts(_ vertical: WindowPlacement, _ horizontal: WindowPlacement) -> [Float] {
    let rows = (0..<vertical.outputCount).map {
      count(vertical, of: window.vertical, at: $0)
    }
    let columns = (0..<horizontal.outputCount).map {
      count(horizontal, of: window.horizontal, at: $0)
    }
    return rows.flatMap { row in columns.map { Float(row * $0) } }
  }

  /// Positions along an axis that count in the mean of one window.
  private func count(
    _ axis: WindowPlacement, of geometry: WindowGeometry, at window: Int
  ) -> Int {
    let (before, behind) =
      includesPadding ? (geometry.padding, geometry.trailingPadding) : (0, 0)
    let start = axis.position(ofWindow: window, tap: 0)
    return min(start + axis.kernel, axis.inputCount + behind) - max(start, -before)
  }
}
