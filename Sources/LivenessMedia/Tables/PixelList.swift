/// Pixels with their depth, each on a line of its own.
struct PixelList {
  private let pixels: [TableRows.Triple]
  private let file: String

  init(_ pixels: [TableRows.Triple], file: String) {
    self.pixels = pixels
    self.file = file
  }

  /// Whether the first two values can be a pixel's column and row.
  static func isPixel(_ values: SIMD3<Double>) -> Bool {
    let sides = 0...Double(1 << 24)
    return sides.contains(values.x) && sides.contains(values.y)
      && values.x == values.x.rounded() && values.y == values.y.rounded()
  }

  /// The picture that the pixels make; one that no line names is a hole.
  func image(
    budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    for pixel in pixels where !Self.isPixel(pixel.values) {
      throw .malformed(
        "line \(pixel.line): expected a pixel's column and row, whole numbers from 0 on, found "
          + "\(pixel.values.x) and \(pixel.values.y)", file: file)
    }
    let width = size?.width ?? pixels.reduce(0) { max($0, Int($1.values.x) + 1) }
    let height = size?.height ?? pixels.reduce(0) { max($0, Int($1.values.y) + 1) }
    try budget.check(width: width, height: height, file: file)
    var values = [Float](repeating: .nan, count: width * height)
    var isSet = [Bool](repeating: false, count: width * height)
    for pixel in pixels {
      let (x, y) = (Int(pixel.values.x), Int(pixel.values.y))
      guard x < width, y < height else {
        throw .malformed(
          "line \(pixel.line): expected a pixel within \(width) × \(height), found (\(x), \(y))",
          file: file)
      }
      guard !isSet[y * width + x] else {
        throw .malformed(
          "line \(pixel.line): expected each pixel once, found (\(x), \(y)) again", file: file)
      }
      values[y * width + x] = Float(pixel.values.z)
      isSet[y * width + x] = true
    }
    return DecodedImage(width: width, height: height, samples: .float32(values))
  }
}
