/// The rows of a result, divided into parts of work.
struct RowStrips: Sendable {
  /// Rows in all.
  let height: Int
  /// Rows of each part but the last.
  let rowsPerStrip: Int

  /// Divides rows into an even number of strips of at most about the given number of pixels, and into
  /// at least the given number of strips, where there are enough rows.
  init(height: Int, width: Int, pixels: Int, atLeast count: Int = 2) {
    self.height = height
    let largest = max(1, pixels / max(1, width))
    let strips = max(count, ((height + largest - 1) / largest + 1) / 2 * 2)
    rowsPerStrip = max(1, (height + strips - 1) / strips)
  }

  /// The number of strips.
  var count: Int { (height + rowsPerStrip - 1) / rowsPerStrip }

  /// The rows of one strip.
  @inline(__always)
  subscript(index: Int) -> Range<Int> {
    index * rowsPerStrip..<min((index + 1) * rowsPerStrip, height)
  }
}
