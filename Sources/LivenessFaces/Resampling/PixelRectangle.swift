/// Whole pixels of a frame: columns `x` to `x + width - 1`, rows `y` to `y + height - 1`.
package struct PixelRectangle: Sendable, Hashable {
  /// The first column; below 0 where the rectangle begins beyond the frame.
  package let x: Int
  /// The first row.
  package let y: Int
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int

  /// Makes a rectangle from its first column and row and its extents.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The columns.
  package var columns: Range<Int> { x..<x + max(0, width) }
  /// The rows.
  package var rows: Range<Int> { y..<y + max(0, height) }

  /// The most pixels of a rectangle that a patch is cut from: more than any image that is read has.
  package static let mostPixels = 1 << 27

  /// Whether the rectangle has so few pixels that a patch may be cut from it; one that reaches far
  /// beyond its frame has not.
  package var isWithinBudget: Bool {
    let (count, overflows) = max(0, width).multipliedReportingOverflow(by: max(0, height))
    return !overflows && count <= Self.mostPixels
  }

  /// What lies within a frame of the given size; `nil` where nothing does.
  package func clipped(toWidth frameWidth: Int, height frameHeight: Int) -> PixelRectangle? {
    let columns = columns.clamped(to: 0..<frameWidth)
    let rows = rows.clamped(to: 0..<frameHeight)
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    return PixelRectangle(
      x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }
}
