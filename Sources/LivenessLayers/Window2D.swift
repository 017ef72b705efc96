/// How a sliding window covers a map: one geometry for each axis.
public struct Window2D: Sendable, Hashable {
  /// The window along the rows (height).
  public let vertical: WindowGeometry
  /// The window along the columns (width).
  public let horizontal: WindowGeometry

  /// Makes a window from one geometry for each axis.
  public init(vertical: WindowGeometry, horizontal: WindowGeometry) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  /// Makes a square window.
  public init(kernelSize: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    let axis = WindowGeometry(
      kernel: kernelSize, stride: stride, padding: padding, dilation: dilation)
    self.init(vertical: axis, horizontal: axis)
  }
}

extension Window2D {
  /// Traps unless every window touches the map that it pools.
  func requirePoolable() {
    for axis in [vertical, horizontal] {
      precondition(
        2 * max(axis.padding, axis.trailingPadding) <= axis.reach,
        "pooling takes a padding of at most half of what its window reaches, found padding "
          + "\(max(axis.padding, axis.trailingPadding)) with a reach of \(axis.reach)")
    }
  }
}
