/// Convolution as matrix products, one for each image, group and strip of output rows.
package enum ConvolutionKernel {
  /// Convolves a batch of maps with grouped filters.
  ///
  /// **Shape** `x`: `[N, channels, H, W]`; `weight`: `[outputs, channels / groups, …]`; `bias`:
  /// `[outputs]`. The layer has checked them.
  package static func convolve(
    _ x: Tensor, weight: Tensor, bias: Tensor?, groups: Int,
    vertical: WindowPlacement, horizontal: WindowPlacement,
    scratchCount: Int = PatchMatrix.scratchCount
  ) -> Tensor {
    let outputs = weight.shape[0]
    let shape: Shape = [x.shape[0], outputs, vertical.outputCount, horizontal.outputCount]
    let patches = PatchMatrix(
      channels: x.shape[1] / groups, vertical: vertical, horizontal: horizontal)
    let inputSize = patches.channels * vertical.inputCount * horizontal.inputCount
    let outputSize = outputs / groups * vertical.outputCount * horizontal.outputCount
    let weightSize = outputs / groups * patches.rowCount
    let step =
      patches.isMap ? vertical.outputCount : patches.stripHeight(scratchCount: scratchCount)
    return unsafe Tensor.computed(shape: shape, from: x, weight) { x, weight, y in
      unsafe fill(y, shape: shape, bias: bias)
      unsafe withScratch(for: patches, stripHeight: step) { scratch in
        for map in 0..<shape[0] * groups {
          unsafe accumulate(
            patches, outputs: outputs / groups, map: x + map * inputSize,
            weight: weight + map % groups * weightSize, stripHeight: step, scratch: scratch,
            y: y + map * outputSize)
        }
      }
    }
  }

  /// Writes the bias of its channel, or 0, to every scalar.
  @unsafe static func fill(_ y: UnsafeMutablePointer<Float>, shape: Shape, bias: Tensor?) {
    let plane = shape[2] * shape[3]
    for index in 0..<shape[0] * shape[1] {
      let value = bias.map { $0.scalars[index % shape[1]] } ?? 0
      unsafe (y + index * plane).initialize(repeating: value, count: plane)
    }
  }

  @unsafe private static func accumulate(
    _ patches: PatchMatrix, outputs: Int, map: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    stripHeight: Int, scratch: UnsafeMutablePointer<Float>?, y: UnsafeMutablePointer<Float>
  ) {
    let (height, width) = (patches.vertical.outputCount, patches.horizontal.outputCount)
    for start in stride(from: 0, to: height, by: stripHeight) {
      let rows = start..<min(start + stripHeight, height)
      if let scratch = unsafe scratch { unsafe patches.gather(map, rows: rows, into: scratch) }
      unsafe MatrixProduct.sgemm(
        rows: outputs, columns: rows.count * width, inner: patches.rowCount,
        a: weight, leadingA: patches.rowCount,
        b: scratch.map { unsafe UnsafePointer($0) } ?? map, leadingB: rows.count * width,
        beta: 1, c: y + start * width, leadingC: height * width)
    }
  }

  /// Gives the scratch that the patches of one strip need; none where the map is its own matrix.
  @unsafe private static func withScratch(
    for patches: PatchMatrix, stripHeight: Int, _ body: (UnsafeMutablePointer<Float>?) -> Void
  ) {
    if patches.isMap { return body(nil) }
    let count = patches.rowCount * stripHeight * patches.horizontal.outputCount
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { scratch in
      unsafe body(scratch.baseAddress)
    }
  }
}
