package import LivenessTensors

extension Conv2D {
  /// The layer by its definition, one sum for each output scalar: the specification of the fast
  /// forms.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: inputChannels, for: "Conv2D")
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    let channels = inputChannels / groups
    var y = Tensor(
      shape: [
        x.shape[0], outputChannels, vertical.outputCount(forInput: x.shape[2]),
        horizontal.outputCount(forInput: x.shape[3]),
      ])
    y.fill { index in
      let (image, output, row, column) = (index[0], index[1], index[2], index[3])
      var sum = Double(bias?.scalars[output] ?? 0)
      for channel in 0..<channels {
        for i in 0..<vertical.kernel {
          for j in 0..<horizontal.kernel {
            let tap = x.map(
              image, output / (outputChannels / groups) * channels + channel,
              row * vertical.stride - vertical.padding + i * vertical.dilation,
              column * horizontal.stride - horizontal.padding + j * horizontal.dilation)
            sum += Double(weight.at(output, channel, i, j)) * Double(tap ?? 0)
          }
        }
      }
      return Float(sum)
    }
    return y
  }
}
