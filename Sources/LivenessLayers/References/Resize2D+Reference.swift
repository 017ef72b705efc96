package import LivenessTensors

extension Resize2D {
  /// The layer by its definition, one position at a time: the specification of the fast form.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "Resize2D")
    let isEmpty = x.shape[2] == 0 || x.shape[3] == 0
    var y = Tensor(
      shape: [x.shape[0], x.shape[1], isEmpty ? 0 : height, isEmpty ? 0 : width])
    y.fill { index in
      switch interpolation {
      case .nearest:
        return x[
          index[0], index[1], nearest(index[2], x.shape[2], height),
          nearest(index[3], x.shape[3], width)]
      case .bilinear:
        var sum = 0.0
        for row in 0..<x.shape[2] {
          let weight = tent(row, index[2], x.shape[2], height)
          for column in 0..<x.shape[3] where weight > 0 {
            sum +=
              weight * tent(column, index[3], x.shape[3], width)
              * Double(x.at(index[0], index[1], row, column))
          }
        }
        return Float(sum)
      }
    }
    return y
  }

  /// The position of the map that a position of the result repeats.
  private func nearest(_ result: Int, _ input: Int, _ output: Int) -> Int {
    min(Int(Float(result) * (Float(input) / Float(output))), input - 1)
  }

  /// How much a position of the map counts in a position of the result: a tent, 1 at its place and
  /// 0 from its neighbours on.
  private func tent(_ position: Int, _ result: Int, _ input: Int, _ output: Int) -> Double {
    let place = (Double(result) + 0.5) * Double(input) / Double(output) - 0.5
    let clamped = min(max(place, 0), Double(input - 1))
    return max(0, 1 - abs(clamped - Double(position)))
  }
}
