/// Where the pixels of one image's map lie in memory while a network runs: row by row, the channels
/// of a pixel side by side, zeros around.
///
/// The channels are filled up with zeros to whole vectors. One pixel of zeros lies around the map;
/// below and to the right there is more of it, up to a whole number of 4×4 tiles, so that the
/// kernels need no bounds. Kernels write the map's own pixels and leave the zeros as they are.
package struct MapLayout: Sendable, Hashable {
  /// Rows of the map.
  package let height: Int
  /// Columns of the map.
  package let width: Int
  /// Channels of the map.
  package let channels: Int

  /// Makes the layout of a map.
  package init(height: Int, width: Int, channels: Int) {
    precondition(
      height > 0 && width > 0 && channels > 0,
      "a map needs extents of at least 1, found \(height) × \(width) × \(channels)")
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Floats from one pixel to the next: the channels, filled up to whole vectors.
  package var channelStride: Int { channels.roundedUpToLanes }
  /// Rows with the zeros around.
  package var paddedHeight: Int { (height + 3) / 4 * 4 + 2 }
  /// Columns with the zeros around.
  package var paddedWidth: Int { (width + 3) / 4 * 4 + 2 }
  /// Floats from one row to the next.
  package var rowStride: Int { paddedWidth * channelStride }
  /// Floats that the map takes, zeros included.
  package var count: Int { paddedHeight * rowStride }

  /// Floats before a pixel's first channel; row and column may be −1.
  package func offset(row: Int, column: Int) -> Int {
    (row + 1) * rowStride + (column + 1) * channelStride
  }
}
