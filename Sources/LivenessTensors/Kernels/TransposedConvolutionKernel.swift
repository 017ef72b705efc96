/// Transposed convolution: one matrix product for each image, group and strip of input rows, whose
/// columns are then added where they belong.
package enum TransposedConvolutionKernel {
  /// Convolves a batch of maps backwards with grouped filters.
  ///
  /// The placements lie on the axes of the result; their windows are the positions of `x`.
  ///
  /// **Shape** `x`: `[N, channels, H, W]`; `weight`: `[channels, outputs / groups, …]`; `bias`:
  /// `[outputs]`. The layer has checked them.
  package static func convolve(
    _ x: Tensor, weight: Tensor, bias: Tensor?, groups: Int,
    vertical: WindowPlacement, horizontal: WindowPlacement,
    scratchCount: Int = PatchMatrix.scratchCount
  ) -> Tensor {
    let (channels, outputs) = (x.shape[1] / groups, weight.shape[1])
    let shape: Shape = [
      x.shape[0], outputs * groups, vertical.inputCount, horizontal.inputCount,
    ]
    let patches = PatchMatrix(channels: outputs, vertical: vertical, horizontal: horizontal)
    let (height, width) = (vertical.outputCount, horizontal.outputCount)
    let step = patches.stripHeight(scratchCount: scratchCount)
    return unsafe Tensor.computed(shape: shape, from: x, weight) { x, weight, y in
      unsafe ConvolutionKernel.fill(y, shape: shape, bias: bias)
      unsafe withUnsafeTemporaryAllocation(
        of: Float.self, capacity: patches.rowCount * step * width
      ) { scratch in
        guard let scratch = scratch.baseAddress else { return }
        for map in 0..<shape[0] * groups {
          for start in stride(from: 0, to: height, by: step) {
            let rows = start..<min(start + step, height)
            unsafe MatrixProduct.sgemm(
              rows: patches.rowCount, columns: rows.count * width, inner: channels,
              a: weight + map % groups * channels * patches.rowCount, leadingA: patches.rowCount,
              transposeA: true,
              b: x + (map * channels * height + start) * width, leadingB: height * width,
              c: scratch, leadingC: rows.count * width)
            unsafe patches.scatter(
              scratch, rows: rows,
              ontoSumsIn: y + map * outputs * vertical.inputCount * horizontal.inputCount)
          }
        }
      }
    }
  }
}
