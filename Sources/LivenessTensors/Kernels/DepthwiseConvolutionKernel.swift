/// Convolution where every filter looks at one channel: too little work for a matrix product.
package enum DepthwiseConvolutionKernel {
  /// Convolves each channel of a batch of maps with its own filters.
  ///
  /// Output channel `o` looks at input channel `o / (outputs / channels)`.
  ///
  /// **Shape** `x`: `[N, channels, H, W]`; `weight`: `[outputs, 1, …]`; `bias`: `[outputs]`. The
  /// layer has checked them.
  package static func convolve(
    _ x: Tensor, weight: Tensor, bias: Tensor?,
    vertical: WindowPlacement, horizontal: WindowPlacement
  ) -> Tensor {
    let outputs = weight.shape[0]
    let shape: Shape = [x.shape[0], outputs, vertical.outputCount, horizontal.outputCount]
    let inputSize = vertical.inputCount * horizontal.inputCount
    let outputSize = vertical.outputCount * horizontal.outputCount
    let weightSize = vertical.kernel * horizontal.kernel
    let multiplier = outputs / x.shape[1]
    return unsafe Tensor.computed(shape: shape, from: x, weight) { x, weight, y in
      unsafe ConvolutionKernel.fill(y, shape: shape, bias: bias)
      unsafe withZeros(count: vertical.paddedCount * horizontal.paddedCount) { padded in
        for plane in 0..<shape[0] * outputs {
          unsafe copy(
            x + plane / multiplier * inputSize, vertical: vertical, horizontal: horizontal,
            intoMiddleOf: padded)
          unsafe accumulate(
            padded, weight: weight + plane % outputs * weightSize, y: y + plane * outputSize,
            vertical: vertical, horizontal: horizontal)
        }
      }
    }
  }

  @unsafe private static func withZeros(count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { zeros in
      unsafe zeros.initialize(repeating: 0)
      if let base = zeros.baseAddress { unsafe body(base) }
    }
  }

  @unsafe private static func copy(
    _ map: UnsafePointer<Float>, vertical: WindowPlacement, horizontal: WindowPlacement,
    intoMiddleOf padded: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<vertical.inputCount {
      let target =
        unsafe padded + (row + vertical.padding) * horizontal.paddedCount + horizontal.padding
      unsafe target.update(
        from: map + row * horizontal.inputCount, count: horizontal.inputCount)
    }
  }

  @unsafe private static func accumulate(
    _ padded: UnsafePointer<Float>, weight: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    vertical: WindowPlacement, horizontal: WindowPlacement
  ) {
    let (count, stride) = (horizontal.outputCount, horizontal.stride)
    let isTriple = horizontal.kernel == 3 && horizontal.dilation == 1
    for row in 0..<vertical.outputCount {
      let target = unsafe y + row * count
      for i in 0..<vertical.kernel {
        let line = row * vertical.stride + i * vertical.dilation
        let source = unsafe padded + line * horizontal.paddedCount
        let taps = unsafe weight + i * horizontal.kernel
        if isTriple {
          unsafe addTriple(source, stride: stride, taps: taps, to: target, count: count)
        } else {
          for j in 0..<horizontal.kernel {
            unsafe addScaled(
              source + j * horizontal.dilation, stride: stride, by: taps[j], to: target,
              count: count)
          }
        }
      }
    }
  }

  // The usual strides are constants below, so that the compiler can vectorize their loops.

  @unsafe private static func addTriple(
    _ x: UnsafePointer<Float>, stride: Int, taps: UnsafePointer<Float>,
    to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    let (a, b, c) = unsafe (taps[0], taps[1], taps[2])
    @inline(__always) func add(_ stride: Int) {
      for index in 0..<count {
        let x = unsafe x + index * stride
        unsafe y[index] += a * x[0] + b * x[1] + c * x[2]
      }
    }
    switch stride {
    case 1: add(1)
    case 2: add(2)
    default: add(stride)
    }
  }

  @unsafe private static func addScaled(
    _ x: UnsafePointer<Float>, stride: Int, by factor: Float, to y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    switch stride {
    case 1: for index in 0..<count { unsafe y[index] += factor * x[index] }
    case 2: for index in 0..<count { unsafe y[index] += factor * x[index * 2] }
    default: for index in 0..<count { unsafe y[index] += factor * x[index * stride] }
    }
  }
}
