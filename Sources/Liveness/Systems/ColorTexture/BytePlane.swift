/// One channel of a small picture: 8-bit samples, row-major.
struct BytePlane: Sendable, Hashable {
  /// Pixels along a row.
  let width: Int
  /// Rows.
  let height: Int
  /// The samples.
  let samples: [UInt8]

  init(width: Int, height: Int, samples: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && samples.count == width * height,
      "a plane of \(width) × \(height) pixels needs as many samples, found \(samples.count)")
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// The sample in a column and a row.
  subscript(column: Int, row: Int) -> Int { Int(samples[row * width + column]) }
}
