public import LivenessLayers
public import LivenessTensors

/// A low-pass along the rows, then along the columns, of every plane; beyond the border the nearest
/// pixel is repeated.
public struct LowPass: Sendable, Hashable {
  /// What a pixel and its neighbours on a line count for: an odd number of weights that sum to 1.
  public let weights: [Float]

  /// A Gaussian with the given standard deviation in pixels, out to four of them; one that is no
  /// positive number up to 100 changes nothing.
  init(sigma: Double) {
    guard sigma > 0, sigma <= 100 else {
      self.init(proportions: [1])
      return
    }
    let radius = Int(4 * sigma + 0.5)
    self.init(
      proportions: (-radius...radius).map { offset in
        Exponential.of(-0.5 * Double(offset * offset) / (sigma * sigma))
      })
  }

  /// Reads the weights from a model's card, in any proportion: `[1, 4, 6, 4, 1]`.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ name: String, in fields: CardFields) throws(CheckpointError) {
    let numbers = try fields.numbers(name)
    let isLowPass =
      numbers.count % 2 == 1 && numbers.count <= 31 && numbers == numbers.reversed()
      && numbers.allSatisfy { $0 > 0 && $0 <= 1e6 }
    guard isLowPass else {
      throw fields.mismatch(
        name, expected: "1 to 31 positive weights, an odd count, the same from both ends",
        found: "\(numbers)")
    }
    self.init(proportions: numbers)
  }

  private init(proportions: [Double]) {
    let sum = proportions.reduce(0, +)
    weights = proportions.map { Float($0 / sum) }
  }

  /// Filters an image, grey or in color.
  ///
  /// **Shape** `[height, width]` or `[planes, height, width]`, kept.
  public func callAsFunction(_ image: Tensor) -> Tensor {
    guard image.shape.count > 0 else { return image }
    let (height, width) = (image.shape[image.shape.rank - 2], image.shape[image.shape.rank - 1])
    var scalars: [Float] = []
    scalars.reserveCapacity(image.shape.count)
    for plane in 0..<image.shape.count / (height * width) {
      let rows = (0..<height).map { y in
        let start = (plane * height + y) * width
        return alongRow(image.scalars[start..<start + width])
      }
      for y in 0..<height {
        scalars += acrossRows(rows, at: y)
      }
    }
    return Tensor(shape: image.shape, scalars: scalars)
  }

  private var radius: Int { weights.count / 2 }

  private func alongRow(_ row: ArraySlice<Float>) -> [Float] {
    let wider =
      [Float](repeating: row[row.startIndex], count: radius) + row
      + [Float](repeating: row[row.endIndex - 1], count: radius)
    var result = [Float](repeating: 0, count: row.count)
    for (offset, weight) in weights.enumerated() {
      for x in result.indices { result[x] += weight * wider[x + offset] }
    }
    return result
  }

  private func acrossRows(_ rows: [[Float]], at y: Int) -> [Float] {
    var result = [Float](repeating: 0, count: rows[y].count)
    for (offset, weight) in weights.enumerated() {
      let row = rows[min(max(y + offset - radius, 0), rows.count - 1)]
      for x in result.indices { result[x] += weight * row[x] }
    }
    return result
  }
}
