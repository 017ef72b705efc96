/// Pixels that hold the channels of a block of pixels side by side, spread out over the block
/// ("depth to space"); rows and columns beyond the output are left out.
package struct BlockSpreading: MapKernel {
  private let factor: Int
  private let input: MapLayout
  private let output: MapLayout

  /// Makes the step; a block is `factor` × `factor` pixels, row by row.
  package init(factor: Int, input: MapLayout, output: MapLayout) {
    precondition(
      factor > 0 && input.channels == factor * factor * output.channels
        && output.height <= factor * input.height && output.width <= factor * input.width
        && !input.isDense && !output.isDense,
      "blocks of \(factor) × \(factor) pixels cannot take \(input) to \(output)")
    self.factor = factor
    self.input = input
    self.output = output
  }

  package var partCount: Int { output.height }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let (channels, stride) = (self.output.channels, self.output.channelStride)
    for row in parts {
      let (y, i) = row.quotientAndRemainder(dividingBy: factor)
      var target = unsafe output + self.output.offset(row: row, column: 0)
      for column in 0..<self.output.width {
        let (x, j) = column.quotientAndRemainder(dividingBy: factor)
        let source =
          unsafe input + self.input.offset(row: y, column: x) + (i * factor + j) * channels
        unsafe target.update(from: source, count: channels)
        unsafe (target + channels).update(repeating: 0, count: stride - channels)
        unsafe target += stride
      }
    }
  }
}
