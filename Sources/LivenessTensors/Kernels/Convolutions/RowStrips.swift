/// The rows of a result, divided into parts of work.
struct RowStrips: Sendable {
  /// Rows in all.
  let height: Int
  /// Rows of each part but the last.
  let rowsPerStrip: Int

  /// Divides rows into strips of about the given number of pixels, at least two where that can be.
  init(height: Int, width: Int, pixels: Int) {
    self.height = height
    rowsPerStrip = max(1, min((height + 1) / 2, pixels / max(1, width)))
  }

  /// The number of strips.
  var count: Int { (height + rowsPerStrip - 1) / rowsPerStrip }

  /// The rows of one strip.
  @inline(__always)
  subscript(index: Int) -> Range<Int> {
    index * rowsPerStrip..<min((index + 1) * rowsPerStrip, height)
  }
}
