/// The places of the image at which depth and image are compared: a square around something near,
/// coarser where that is large.
struct ComparisonGrid {
  /// Places along a side.
  let count: Int
  /// Pixels of the image from one place to the next, at least 1.
  let step: Double
  /// How many places the depth is shifted to every side.
  static let reach = 24
  private let origin: SIMD2<Double>

  /// The extents, in pixels, of things around which there is a grid.
  static let sizes = 8...1e6

  /// Lays the grid around something of one of the ``sizes``.
  init(around center: SIMD2<Double>, size: Double) {
    step = max(1, size / Self.finest)
    let extent = Self.width * size
    count = Int(extent / step)
    origin = center - extent / 2
  }

  /// Places along the extent of what stands near.
  private static let finest = 112.0
  /// The side of the square, in extents of what stands near.
  private static let width = 1.7

  /// The pixels along a row at which the places lie, with a border around them; they may lie
  /// outside of the image.
  func columns(border: Int = 0, offset: Double = 0) -> [Int] {
    positions(from: origin.x, border, offset)
  }

  /// The same down a column.
  func rows(border: Int = 0, offset: Double = 0) -> [Int] {
    positions(from: origin.y, border, offset)
  }

  private func positions(from start: Double, _ border: Int, _ offset: Double) -> [Int] {
    (-border..<count + border).map { index in
      let position = start + (Double(index) + 0.5) * step - 0.5 + offset
      return Int(max(-1e6, min(1e6, position)).rounded())
    }
  }
}
