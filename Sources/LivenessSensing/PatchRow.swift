/// A row of depth pixels as the image camera sees it, with a border of one pixel at either end.
struct PatchRow {
  /// The distances from the depth camera; not a number where a pixel saw nothing, or where what it
  /// saw does not appear on the image.
  let distances: [Float]
  /// The columns of the image at which the pixels' centres appear.
  let x: [Float]
  /// The rows of the image at which the pixels' centres appear.
  let y: [Float]
  /// The distances from the image camera.
  let depths: [Float]

  /// A row that saw nothing.
  init(width: Int) {
    distances = [Float](repeating: .nan, count: width + 2)
    (x, y, depths) = (distances, distances, distances)
  }

  /// A row of a depth frame.
  init(_ row: Int, of frame: DepthFrame, along rays: RayTable, on image: ImageProjection) {
    let found = frame.distances(row: row, columns: 0..<frame.width)
    var distances = [Float](repeating: .nan, count: frame.width + 2)
    var (x, y, depths) = (distances, distances, distances)
    rays.forEachPoint(ofRow: row, at: found.span) { column, distance, point in
      let seen = image.appearance(of: point)
      distances[column + 1] = seen.z.isNaN ? .nan : distance
      x[column + 1] = seen.x
      y[column + 1] = seen.y
      depths[column + 1] = seen.z
    }
    (self.distances, self.x, self.y, self.depths) = (distances, x, y, depths)
  }
}
