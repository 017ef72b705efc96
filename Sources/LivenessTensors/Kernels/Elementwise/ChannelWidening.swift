/// A map with channels of zeros behind its own.
package struct ChannelWidening: MapKernel {
  private let input: MapLayout
  private let output: MapLayout

  /// Makes the step.
  package init(input: MapLayout, output: MapLayout) {
    precondition(
      input.height == output.height && input.width == output.width
        && input.channels <= output.channels && !input.isDense && !output.isDense,
      "channels of zeros cannot take \(input) to \(output)")
    self.input = input
    self.output = output
  }

  package var partCount: Int { output.height }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let (count, stride) = (self.input.channelStride, self.output.channelStride)
    for row in parts {
      var source = unsafe input + self.input.offset(row: row, column: 0)
      var target = unsafe output + self.output.offset(row: row, column: 0)
      for _ in 0..<self.output.width {
        unsafe target.update(from: source, count: count)
        unsafe (target + count).update(repeating: 0, count: stride - count)
        unsafe source += count
        unsafe target += stride
      }
    }
  }
}
