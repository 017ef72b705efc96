/// Where x, y and z stand among the values of a point.
struct PointColumns {
  /// Their places, counted in values.
  let places: SIMD3<Int>

  init(places: SIMD3<Int>) { self.places = places }

  /// Finds `x`, `y` and `z` among the names; each must be there once.
  init(names: [String], file: String) throws(CaptureError) {
    var places = SIMD3<Int>(repeating: 0)
    for (axis, name) in ["x", "y", "z"].enumerated() {
      let found = names.indices.filter { names[$0].lowercased() == name }
      guard found.count == 1 else {
        throw .unsupported(
          "expected points with one \"\(name)\" each, found \(found.isEmpty ? "none" : "several")"
            + " among \(names.prefix(12).joined(separator: ", "))", file: file)
      }
      places[axis] = found[0]
    }
    self.places = places
  }

  /// Reads `count` points from the lines of a text, one a line, with at least as many numbers as
  /// there are names.
  func points(
    _ count: Int, of values: Int, in lines: inout TextLines, file: String
  ) throws(CaptureError) -> [SIMD3<Float>] {
    // A point takes three digits, two blanks and the line's end, which the last may lack.
    guard count <= (lines.bytes.count - lines.offset + 1) / 6 else {
      throw .truncated(
        "expected \(count) points, for which the file is too short", file: file)
    }
    var points: [SIMD3<Float>] = []
    points.reserveCapacity(count)
    while points.count < count {
      guard let line = lines.next() else {
        throw .truncated("expected \(count) points, found \(points.count)", file: file)
      }
      let words = lines.words(in: line)
      guard words.count >= values else {
        throw .malformed(
          "line \(lines.number): expected \(values) numbers, found \(words.count)", file: file)
      }
      var point = SIMD3<Float>()
      for axis in 0..<3 {
        let word = words[places[axis]]
        guard let number = lines.number(word) else {
          throw .malformed(
            "line \(lines.number): expected a number, found \(lines.shown(word))", file: file)
        }
        point[axis] = Float(number)
      }
      points.append(point)
    }
    return points
  }
}
