/// What becomes of the corners of a box before it is given.
enum BoxRounding: String, Sendable, CaseIterable {
  /// They stay as they are.
  case none
  /// Whole pixels, the last one included: the left and top edge are cut to integers, and so are the
  /// extents after 1 is added, towards zero. Minivision's models were made for such boxes.
  case inclusive

  /// The box between two corners, in edge coordinates.
  func box(from low: SIMD2<Double>, to high: SIMD2<Double>) -> FaceBox {
    switch self {
    case .none:
      FaceBox(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    case .inclusive:
      FaceBox(
        x: low.x.rounded(.towardZero), y: low.y.rounded(.towardZero),
        width: (high.x - low.x + 1).rounded(.towardZero),
        height: (high.y - low.y + 1).rounded(.towardZero))
    }
  }
}
