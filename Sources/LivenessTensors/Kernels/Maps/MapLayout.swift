/// Where the pixels of one image's map lie in memory while a network runs: row by row, the channels
/// of a pixel side by side, zeros around.
///
/// The channels are filled up with zeros to whole vectors. One pixel of zeros lies around the map;
/// below and to the right there is more of it, up to a whole number of 4×4 tiles, so that the
/// kernels need no bounds. Kernels write the map's own pixels, filled-up channels included, and leave
/// the zeros around as they are.
///
/// A map whose readers look at one pixel at a time needs no zeros around (`border: 0`); then all its
/// pixels lie side by side. The few channels of a network's input need not be filled up
/// (`isDense: true`) where only ``DirectConvolution`` and ``PatchConvolution`` read them.
package struct MapLayout: Sendable, Hashable {
  /// Rows of the map.
  package let height: Int
  /// Columns of the map.
  package let width: Int
  /// Channels of the map.
  package let channels: Int
  /// Pixels of zeros on each side: 1 or 0.
  package let border: Int
  /// Whether pixels follow one another without filled-up channels.
  package let isDense: Bool
  /// Floats from one pixel to the next: the channels, filled up to whole vectors.
  package let channelStride: Int
  /// Rows with the zeros around.
  package let paddedHeight: Int
  /// Columns with the zeros around.
  package let paddedWidth: Int
  /// Floats from one row to the next.
  package let rowStride: Int

  /// Makes the layout of a map.
  package init(height: Int, width: Int, channels: Int, border: Int = 1, isDense: Bool = false) {
    precondition(
      height > 0 && width > 0 && channels > 0,
      "a map needs extents of at least 1, found \(height) × \(width) × \(channels)")
    precondition(
      border == 0 || border == 1, "a map has 0 or 1 pixel of zeros around, found \(border)")
    self.height = height
    self.width = width
    self.channels = channels
    self.border = border
    self.isDense = isDense
    func padded(_ extent: Int) -> Int { border == 0 ? extent : (extent + 3) / 4 * 4 + 2 }
    channelStride = isDense ? channels : channels.roundedUpToLanes
    (paddedHeight, paddedWidth) = (padded(height), padded(width))
    rowStride = paddedWidth * channelStride
  }

  /// Makes the layout of a vector: a map of one pixel, nothing around.
  package init(vector count: Int) { self.init(height: 1, width: 1, channels: count, border: 0) }

  /// Floats that the map takes, zeros included, and some more, so that a vector may be read from any
  /// of them on.
  package var count: Int { paddedHeight * rowStride + 16 }

  /// Floats before a pixel's first channel; where there is a border, row and column may be −1.
  @inline(__always)
  package func offset(row: Int, column: Int) -> Int {
    (row + border) * rowStride + (column + border) * channelStride
  }
}
