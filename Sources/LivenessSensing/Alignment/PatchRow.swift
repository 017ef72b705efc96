/// A row of depth pixels as the image camera sees it, with a border of one pixel at either end.
struct PatchRow {
  /// The distances from the depth camera; not a number where a pixel saw nothing, or where what it
  /// saw does not appear on the image.
  private(set) var distances: [Float]
  /// The columns of the image at which the pixels' centres appear.
  private(set) var x: [Float]
  /// The rows of the image at which the pixels' centres appear.
  private(set) var y: [Float]
  /// The distances from the image camera.
  private(set) var depths: [Float]

  /// A row that saw nothing.
  init(width: Int) {
    distances = [Float](repeating: .nan, count: width + 2)
    (x, y, depths) = (distances, distances, distances)
  }

  /// Forgets what the row saw.
  mutating func clear() { self = PatchRow(width: distances.count - 2) }

  /// Takes a row of a depth frame of the row's width.
  mutating func take(
    _ row: Int, of frame: DepthFrame, along rays: RayTable, on image: ImageProjection
  ) {
    let found = frame.distances(row: row, columns: 0..<frame.width)
    Self.fill(&distances, &x, &y, &depths) { distances, x, y, depths in
      image.forEachAppearance(ofRow: row, along: rays, at: found.span) { column, distance, seen in
        distances[column + 1] = seen.z.isNaN ? .nan : distance
        x[column + 1] = seen.x
        y[column + 1] = seen.y
        depths[column + 1] = seen.z
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ first: inout [Float], _ second: inout [Float], _ third: inout [Float],
    _ fourth: inout [Float],
    _ body: (
      inout MutableSpan<Float>, inout MutableSpan<Float>, inout MutableSpan<Float>,
      inout MutableSpan<Float>
    ) -> Void
  ) {
    var a = first.mutableSpan
    var b = second.mutableSpan
    var c = third.mutableSpan
    var d = fourth.mutableSpan
    body(&a, &b, &c, &d)
  }
}
