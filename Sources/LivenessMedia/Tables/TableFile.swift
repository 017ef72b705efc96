/// Reads tables of depth from text: comma, semicolon, tab or blanks between the columns.
///
/// Three kinds are told apart. Columns named `x`, `y` (or `u`, `v`) and `depth` list pixels;
/// columns named `x`, `y`, `z` list points in space; a table without names is a matrix with one
/// row of the picture a line. Three columns without names list pixels where the first two hold
/// nothing but whole numbers from 0 on, and points in space otherwise, unless the picture is known
/// to be three pixels wide. Empty cells and `nan` are holes; lines that begin with `#` are remarks.
public enum TableFile {
  /// Reads a table; `file` is the name for errors, which also name the line.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - size: Width and height of the picture, where they are known; a list of pixels without them
  ///     gives a picture that reaches as far as its pixels.
  ///   - file: The name for errors.
  ///   - budget: How many pixels and points there may be.
  ///
  /// - Returns: A map of depth, or points.
  /// - Throws: ``CaptureError`` where a line is no row of numbers like the others, a pixel lies
  ///   outside the picture or comes twice, or the table is larger than the budget.
  public static func decode(
    _ bytes: [UInt8], size: (width: Int, height: Int)? = nil, file: String,
    budget: MediaBudget = .standard
  ) throws(CaptureError) -> DecodedDepth {
    let expected = size.map {
      ExpectedSize(width: $0.width, height: $0.height, reason: "the size that was asked for")
    }
    return try decode(bytes, file: file, budget: budget, expecting: expected)
  }

  static func decode(
    _ bytes: [UInt8], file: String, budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedDepth {
    var rows = try TableRows(bytes, file: file)
    switch rows.columns {
    case .pixels(let places):
      let pixels = try rows.triples(places, budget: budget)
      return .map(try PixelList(pixels, file: file).image(budget: budget, expecting: size))
    case .points(let places):
      let points = try rows.triples(places, budget: budget).map { SIMD3<Float>($0.values) }
      return .cloud(DecodedCloud(points: points))
    case .unnamed where rows.width == 3 && size?.width != 3:
      let triples = try rows.triples(SIMD3(0, 1, 2), budget: budget)
      guard triples.allSatisfy({ PixelList.isPixel($0.values) }) else {
        return .cloud(DecodedCloud(points: triples.map { SIMD3<Float>($0.values) }))
      }
      return .map(try PixelList(triples, file: file).image(budget: budget, expecting: size))
    case .unnamed:
      return .map(try rows.matrix(budget: budget, expecting: size))
    }
  }
}
