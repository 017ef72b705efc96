import LivenessTensors

extension Tensor {
  /// Computes every scalar from its indices, in row-major order.
  mutating func fill(_ scalar: (_ index: [Int]) -> Float) {
    guard shape.count > 0 else { return }
    var index = [Int](repeating: 0, count: shape.rank)
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.count)
    for _ in 0..<shape.count {
      scalars.append(scalar(index))
      var axis = shape.rank - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
    self = Tensor(shape: shape, scalars: scalars)
  }

  /// The scalar of a map at a row and a column; `nil` in the padding around it.
  func map(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Float? {
    guard row >= 0, row < shape[2], column >= 0, column < shape[3] else { return nil }
    return at(image, channel, row, column)
  }

  /// The scalar at four indices; the subscript, which takes any number of them, is slower.
  func at(_ first: Int, _ second: Int, _ third: Int, _ fourth: Int) -> Float {
    scalars[((first * shape[1] + second) * shape[2] + third) * shape[3] + fourth]
  }
}
