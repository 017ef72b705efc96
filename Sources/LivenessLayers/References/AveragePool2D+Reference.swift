package import LivenessTensors

extension AveragePool2D {
  /// The layer by its definition: the specification of the fast form.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "AveragePool2D")
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    var y = Tensor(
      shape: [
        x.shape[0], x.shape[1],
        vertical.outputCount(forInput: x.shape[2], roundingUp: roundsUp),
        horizontal.outputCount(forInput: x.shape[3], roundingUp: roundsUp),
      ])
    y.fill { index in
      var (sum, count) = (0.0, 0)
      for i in 0..<vertical.kernel {
        for j in 0..<horizontal.kernel {
          let row = index[2] * vertical.stride - vertical.padding + i
          let column = index[3] * horizontal.stride - horizontal.padding + j
          if let value = x.map(index[0], index[1], row, column) {
            sum += Double(value)
            count += 1
          } else if includesPadding, row < x.shape[2] + vertical.trailingPadding,
            column < x.shape[3] + horizontal.trailingPadding
          {
            count += 1
          }
        }
      }
      return Float(sum / Double(count))
    }
    return y
  }
}
