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
    var alongRows = values
    for step in 1...radius {
      for row in 0..<side {
        let (start, end) = (row * side, (row + 1) * side)
        Self.add(values.span, start + step..<end, to: &alongRows, from: start)
        Self.add(values.span, start..<end - step, to: &alongRows, from: start + step)
      }
    }
    var sums = alongRows
    for step in 1...radius {
      let shift = step * side
      Self.add(alongRows.span, shift..<values.count, to: &sums, from: 0)
      Self.add(alongRows.span, 0..<values.count - shift, to: &sums, from: shift)
    }
    return PlaneMap(side: side, values: sums)
  }

  private static func add(
    _ values: Span<Float>, _ range: Range<Int>, to sums: inout [Float], from start: Int
  ) {
    let values = values.extracting(range)
    var sums = sums.mutableSpan
    for i in values.indices { sums[start + i] += values[i] }
  }

  /// The difference of the two neighbours along each axis; 0 at the border.
  func gradient(_ x: Int, _ y: Int) -> SIMD2<Float> {
    guard x > 0, y > 0, x < side - 1, y < side - 1 else { return .zero }
    return SIMD2(self[x + 1, y] - self[x - 1, y], self[x, y + 1] - self[x, y - 1])
  }
}
