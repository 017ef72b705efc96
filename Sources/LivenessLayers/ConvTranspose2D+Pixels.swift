import LivenessTensors

extension ConvTranspose2D {
  /// The 1×1 convolution that gives what each scalar adds to the pixels of its window as channels:
  /// row by row of the window, all channels of a pixel together.
  var pixelsAsChannels: Conv2D {
    let (inputs, outputs) = (inputChannels, outputChannels)
    let taps = window.vertical.kernel * window.horizontal.kernel
    var scalars = [Float](repeating: 0, count: weight.shape.count)
    for input in 0..<inputs {
      for output in 0..<outputs {
        for tap in 0..<taps {
          scalars[(tap * outputs + output) * inputs + input] =
            weight.scalars[(input * outputs + output) * taps + tap]
        }
      }
    }
    return Conv2D(
      weight: Tensor(shape: [taps * outputs, inputs, 1, 1], scalars: scalars),
      bias: bias.map { bias in
        Tensor(
          shape: [taps * outputs],
          scalars: Array(repeatElement(bias.scalars, count: taps).joined()))
      })
  }
}
