/// Which pixels of an image mean something.
public struct PixelMask: Sendable, Hashable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Whether each pixel means something, row-major.
  public let values: [Bool]

  /// - Precondition: There are `width · height` values.
  init(width: Int, height: Int, values: [Bool]) {
    precondition(
      values.count == width * height,
      "a mask of \(width) × \(height) pixels has \(width * height) values, found \(values.count)")
    self.width = width
    self.height = height
    self.values = values
  }

  /// Whether a pixel means something.
  ///
  /// - Precondition: The pixel lies within the mask.
  public subscript(_ x: Int, _ y: Int) -> Bool {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height,
      "pixel (\(x), \(y)) lies outside a mask of \(width) × \(height)")
    return values[y * width + x]
  }

  /// The share of pixels that mean something, 0 to 1.
  public var validShare: Double { Double(values.count { $0 }) / Double(width * height) }
}
