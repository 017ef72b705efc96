/// Convolution as matrix products, one for each image, group and strip of output rows.
package enum ConvolutionKernel {
  /// Scalars of the patch matrix that is in work at a time; it should stay in a core's own cache.
  private static let scratchCount = 96 * 1024

  /// Convolves a batch of maps with grouped filters.
  ///
  /// **Shape** `x`: `[N, channels, H, W]`; `weight`: `[outputs, channels / groups, …]`; `bias`:
  /// `[outputs]`. The layer has checked them.
  package static func convolve(
    _ x: Tensor, weight: Tensor, bias: Tensor?, groups: Int,
    vertical: WindowPlacement, horizontal: WindowPlacement
  ) -> Tensor {
    let outputs = weight.shape[0]
    let shape: Shape = [x.shape[0], outputs, vertical.outputCount, horizontal.outputCount]
    let patches = PatchMatrix(
      channels: x.shape[1] / groups, vertical: vertical, horizontal: horizontal)
    let inputSize = patches.channels * vertical.inputCount * horizontal.inputCount
    let outputSize = outputs / groups * vertical.outputCount * horizontal.outputCount
    let weightSize = outputs / groups * patches.rowCount
    return unsafe Tensor.computed(shape: shape, from: x, weight) { x, weight, y in
      unsafe fill(y, shape: shape, bias: bias)
      unsafe withScratch(for: patches) { scratch in
        for map in 0..<shape[0] * groups {
          unsafe accumulate(
            patches, outputs: outputs / groups, map: x + map * inputSize,
            weight: weight + map % groups * weightSize, scratch: scratch, y: y + map * outputSize)
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
    scratch: UnsafeMutablePointer<Float>?, y: UnsafeMutablePointer<Float>
  ) {
    let (height, width) = (patches.vertical.outputCount, patches.horizontal.outputCount)
    let step = unsafe scratch == nil ? height : patches.stripHeight(scratchCount: scratchCount)
    for start in stride(from: 0, to: height, by: step) {
      let rows = start..<min(start + step, height)
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
    for patches: PatchMatrix, _ body: (UnsafeMutablePointer<Float>?) -> Void
  ) {
    if patches.isMap { return body(nil) }
    let rows = patches.stripHeight(scratchCount: scratchCount)
    let count = patches.rowCount * rows * patches.horizontal.outputCount
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { scratch in
      unsafe body(scratch.baseAddress)
    }
  }
}
