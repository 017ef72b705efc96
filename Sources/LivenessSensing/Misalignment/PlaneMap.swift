/// Numbers on a square grid.
struct PlaneMap {
  let side: Int
  private(set) var values: [Float]

  init(side: Int, values: [Float]) {
    (self.side, self.values) = (side, values)
  }

  subscript(_ x: Int, _ y: Int) -> Float { values[y * side + x] }

  /// The sum over the square of `2 · radius + 1` places around each; 0 beyond the border.
  func summed(radius: Int) -> PlaneMap {
    PlaneMap(side: side, values: summedAlongRows(radius).transposed.summedAlongRows(radius).values)
      .transposed
  }

  private var transposed: PlaneMap {
    var turned = [Float](repeating: 0, count: values.count)
    for y in 0..<side {
      for x in 0..<side { turned[x * side + y] = values[y * side + x] }
    }
    return PlaneMap(side: side, values: turned)
  }

  private func summedAlongRows(_ radius: Int) -> PlaneMap {
    var sums = [Float](repeating: 0, count: values.count)
    for y in 0..<side {
      let row = y * side
      for x in 0..<side {
        var sum: Float = 0
        for i in max(0, x - radius)...min(side - 1, x + radius) { sum += values[row + i] }
        sums[row + x] = sum
      }
    }
    return PlaneMap(side: side, values: sums)
  }

  /// The difference of the two neighbours along each axis; 0 at the border.
  func gradient(_ x: Int, _ y: Int) -> SIMD2<Float> {
    guard x > 0, y > 0, x < side - 1, y < side - 1 else { return .zero }
    return SIMD2(self[x + 1, y] - self[x - 1, y], self[x, y + 1] - self[x, y - 1])
  }
}
