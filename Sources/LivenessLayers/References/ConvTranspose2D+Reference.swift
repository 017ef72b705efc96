package import LivenessTensors

extension ConvTranspose2D {
  /// The layer by its definition: the specification of the fast form.
  package func reference(_ x: Tensor) -> Tensor {
    x.shape.requireMaps(channels: inputChannels, for: "ConvTranspose2D")
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    var y = Tensor(
      shape: [
        x.shape[0], outputChannels,
        vertical.transposedCount(forInput: x.shape[2], extra: extra),
        horizontal.transposedCount(forInput: x.shape[3], extra: extra),
      ])
    y.fill { index in
      let group = index[1] / outputs
      var sum = Double(bias?.scalars[index[1]] ?? 0)
      for i in 0..<vertical.kernel {
        for j in 0..<horizontal.kernel {
          let down = index[2] + vertical.padding - i * vertical.dilation
          let across = index[3] + horizontal.padding - j * horizontal.dilation
          guard down % vertical.stride == 0, across % horizontal.stride == 0 else { continue }
          for channel in group * inputs..<(group + 1) * inputs {
            let value = x.map(
              index[0], channel, down / vertical.stride, across / horizontal.stride)
            sum += Double(weight.at(channel, index[1] % outputs, i, j)) * Double(value ?? 0)
          }
        }
      }
      return Float(sum)
    }
    return y
  }
}
