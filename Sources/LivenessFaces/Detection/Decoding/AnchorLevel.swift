import LivenessLayers

/// One grid of anchors: square boxes around the cells of a map, from which a network measures
/// faces.
struct AnchorLevel: Sendable, Hashable {
  /// Pixels of the network's input from one cell to the next, along a row.
  let stride: Int
  /// The same from one row of cells to the next.
  let verticalStride: Int
  /// The sides of the anchors of each cell, in pixels of the network's input.
  let sizes: [Double]
  /// The outputs that hold the scores.
  let scores: [String]
  /// The output that holds the boxes, and the points behind each box where they have none of their
  /// own.
  let boxes: String
  /// The output that holds the points, if any.
  let landmarks: String?

  /// - Throws: `CheckpointError.card`.
  init(_ fields: CardFields) throws(CheckpointError) {
    stride = try fields.integer("stride", in: 1...1024)
    verticalStride =
      fields.contains("vertical_stride")
      ? try fields.integer("vertical_stride", in: 1...1024) : stride
    sizes = try fields.numbers("sizes")
    guard (1...64).contains(sizes.count), sizes.allSatisfy({ (1...16384).contains($0) }) else {
      throw fields.mismatch("sizes", expected: "1 to 64 numbers of 1 to 16384", found: "\(sizes)")
    }
    scores = try fields.strings("scores")
    boxes = try fields.string("boxes")
    landmarks = fields.contains("landmarks") ? try fields.string("landmarks") : nil
  }
}
