/// The outline of what stands near in a depth map, with the direction across it.
struct DepthOutline {
  /// Places on the grid.
  private(set) var places: [SIMD2<Int>] = []
  /// The direction across the outline, of length 1.
  private(set) var normals: [SIMD2<Float>] = []

  /// Finds the outline; `nil` where nothing stands in the middle, or too little of its outline is
  /// seen.
  init?(of depth: DepthFrame, on grid: ComparisonGrid) {
    let side = grid.count
    let (columns, rows) = (grid.columns(), grid.rows())
    var distances: [Float] = []
    var inside: [Float] = []
    for y in rows {
      for x in columns {
        let isInside = x >= 0 && y >= 0 && x < depth.width && y < depth.height
        distances.append(isInside ? depth[x, y] : .nan)
        inside.append(isInside ? 1 : 0)
      }
    }
    guard let nearest = Self.middle(of: distances, side) else { return nil }
    let limit = nearest + Self.relief
    // A comparison with a hole is false: a hole is not near.
    let near = PlaneMap(side: side, values: distances.map { $0 < limit ? 1 : 0 })
    let body = PlaneMap(
      side: side, values: near.summed(radius: 2).values.map { $0 >= 13 ? 1 : 0 })
    let seen = PlaneMap(side: side, values: inside).summed(radius: 2)
    find(in: body, smoothed: body.summed(radius: 2), seen: seen)
    guard places.count >= Self.fewest else { return nil }
    thin()
  }

  /// What stands this much behind the middle, in metres, does not belong to it.
  private static let relief: Float = 0.15
  /// So many places of the outline must be seen.
  private static let fewest = 40
  /// So many are compared.
  private static let most = 400

  /// The median distance of the middle quarter.
  private static func middle(of distances: [Float], _ side: Int) -> Float? {
    let quarter = side / 2 - side / 8..<side / 2 + side / 8
    let valid = quarter.flatMap { y in quarter.map { distances[y * side + $0] } }
      .filter { !$0.isNaN }.sorted()
    return valid.isEmpty ? nil : valid[valid.count / 2]
  }

  private mutating func find(in body: PlaneMap, smoothed: PlaneMap, seen: PlaneMap) {
    for y in 1..<max(1, body.side - 1) {
      for x in 1..<max(1, body.side - 1) where body[x, y] > 0 && seen[x, y] >= 25 {
        let around = body[x - 1, y] + body[x + 1, y] + body[x, y - 1] + body[x, y + 1]
        guard around < 4 else { continue }
        let gradient = smoothed.gradient(x, y)
        let length = (gradient * gradient).sum().squareRoot()
        guard length > 2 else { continue }
        places.append(SIMD2(x, y))
        normals.append(gradient / length)
      }
    }
  }

  private mutating func thin() {
    let step = max(1, places.count / Self.most)
    places = stride(from: 0, to: places.count, by: step).map { places[$0] }
    normals = stride(from: 0, to: normals.count, by: step).map { normals[$0] }
  }
}
