package import LivenessSensing

/// A rectangle of an image with 8-bit samples, which may reach beyond it; a row is made when it is
/// asked for.
package struct FramePatch: Sendable {
  /// What stands for the pixels beyond the frame.
  package enum Filling: Sendable, Hashable {
    /// Zeros.
    case black
    /// The part within the frame mirrored at its outermost pixels, which are not repeated, as often
    /// as it takes: OpenCV's `BORDER_REFLECT_101`.
    case mirrored
  }

  /// Pixels along a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Samples of a pixel.
  package var channels: Int { image.channels }

  private let image: ImageFrame
  /// The part within the frame.
  private let inner: PixelRectangle
  /// For each column of the patch, its place among those of the inner part; `nil` for black.
  private let columns: [Int?]
  private let rows: [Int?]
  /// The part of the patch that is blackened.
  private let mask: (columns: Range<Int>, rows: Range<Int>)

  /// Takes a rectangle of an image; `nil` where it covers no pixel of the frame.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - rectangle: The pixels of the patch.
  ///   - filling: What stands for those beyond the frame.
  ///   - mask: The pixels of the image that are black, whatever they show.
  package init?(
    of image: ImageFrame, in rectangle: PixelRectangle, filling: Filling,
    masking mask: PixelRectangle? = nil
  ) {
    guard let inner = rectangle.clipped(toWidth: image.width, height: image.height) else {
      return nil
    }
    self.image = image
    self.inner = inner
    width = rectangle.width
    height = rectangle.height
    columns = rectangle.columns.map { Self.place(of: $0, in: inner.columns, filling) }
    rows = rectangle.rows.map { Self.place(of: $0, in: inner.rows, filling) }
    self.mask = (
      Self.part(of: mask?.columns, in: rectangle.columns),
      Self.part(of: mask?.rows, in: rectangle.rows)
    )
  }

  /// Where a range lies within another, counted from the start of that one.
  private static func part(of range: Range<Int>?, in whole: Range<Int>) -> Range<Int> {
    guard let part = range?.clamped(to: whole), !part.isEmpty else { return 0..<0 }
    return part.lowerBound - whole.lowerBound..<part.upperBound - whole.lowerBound
  }

  private static func place(of pixel: Int, in range: Range<Int>, _ filling: Filling) -> Int? {
    if range.contains(pixel) { return pixel - range.lowerBound }
    guard filling == .mirrored else { return nil }
    guard range.count > 1 else { return 0 }
    // Mirrored twice, a line repeats itself.
    let period = 2 * (range.count - 1)
    let rest = (pixel - range.lowerBound) % period
    let place = rest < 0 ? rest + period : rest
    return place < range.count ? place : period - place
  }

  /// The samples of one row, all channels of a pixel together.
  package func row(_ index: Int) -> [UInt8] {
    guard mask.rows.contains(index) else { return unmaskedRow(index) }
    var samples = unmaskedRow(index)
    for sample in mask.columns.lowerBound * channels..<mask.columns.upperBound * channels {
      samples[sample] = 0
    }
    return samples
  }

  private func unmaskedRow(_ index: Int) -> [UInt8] {
    guard let row = rows[index] else { return [UInt8](repeating: 0, count: width * channels) }
    let samples = image.samples(row: inner.y + row, columns: inner.columns)
    guard inner.width < width else { return samples }
    var filled: [UInt8] = []
    filled.reserveCapacity(width * channels)
    for column in columns {
      for channel in 0..<channels {
        filled.append(column.map { samples[$0 * channels + channel] } ?? 0)
      }
    }
    return filled
  }

  /// The samples of single pixels of one row, in the order of their columns, all channels of a pixel
  /// together.
  package func samples(row index: Int, columns: [Int]) -> [UInt8] {
    guard let row = rows[index] else {
      return [UInt8](repeating: 0, count: columns.count * channels)
    }
    let places = columns.map { self.columns[$0] }
    var samples = image.samples(row: inner.y + row, columns: places.map { inner.x + ($0 ?? 0) })
    for (number, column) in columns.enumerated()
    where places[number] == nil || mask.rows.contains(index) && mask.columns.contains(column) {
      for channel in 0..<channels { samples[number * channels + channel] = 0 }
    }
    return samples
  }
}
