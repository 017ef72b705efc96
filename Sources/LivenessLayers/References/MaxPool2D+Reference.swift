package import LivenessTensors

extension MaxPool2D {
  /// The layer by its definition: the specification of the fast form.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(for: "MaxPool2D")
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    var y = Tensor(
      shape: [
        x.shape[0], x.shape[1],
        vertical.outputCount(forInput: x.shape[2], roundingUp: roundsUp),
        horizontal.outputCount(forInput: x.shape[3], roundingUp: roundsUp),
      ])
    y.fill { index in
      var best = -Float.infinity
      for i in 0..<vertical.kernel {
        for j in 0..<horizontal.kernel {
          let value = x.map(
            index[0], index[1],
            index[2] * vertical.stride - vertical.padding + i * vertical.dilation,
            index[3] * horizontal.stride - horizontal.padding + j * horizontal.dilation)
          if let value, value.isNaN || value > best { best = value }
          if best.isNaN { return best }
        }
      }
      return best
    }
    return y
  }
}
