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
      for plane in 0..<shape[0] * outputs {
        unsafe accumulate(
          x + plane / multiplier * inputSize, weight: weight + plane % outputs * weightSize,
          y: y + plane * outputSize, vertical: vertical, horizontal: horizontal)
      }
    }
  }

  @unsafe private static func accumulate(
    _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    vertical: WindowPlacement, horizontal: WindowPlacement
  ) {
    for row in 0..<vertical.outputCount {
      let target = unsafe y + row * horizontal.outputCount
      for i in 0..<vertical.kernel {
        let line = vertical.position(ofWindow: row, tap: i)
        guard line >= 0, line < vertical.inputCount else { continue }
        for j in 0..<horizontal.kernel {
          let inside = horizontal.windows(insideAtTap: j)
          guard !inside.isEmpty else { continue }
          let start = horizontal.position(ofWindow: inside.lowerBound, tap: j)
          unsafe addScaled(
            x + line * horizontal.inputCount + start, stride: horizontal.stride,
            by: weight[i * horizontal.kernel + j], to: target + inside.lowerBound,
            count: inside.count)
        }
      }
    }
  }

  @unsafe private static func addScaled(
    _ x: UnsafePointer<Float>, stride: Int, by factor: Float, to y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    if stride == 1 {
      for index in 0..<count { unsafe y[index] += factor * x[index] }
    } else {
      for index in 0..<count { unsafe y[index] += factor * x[index * stride] }
    }
  }
}
