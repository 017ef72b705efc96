/// The mean of each channel of a map.
package struct GlobalAveragePooling: MapKernel {
  private let input: MapLayout

  /// Makes the pooling of a map to a vector.
  package init(input: MapLayout, output: MapLayout) {
    precondition(
      output == MapLayout(vector: input.channels) && !input.isDense,
      "a global pooling of \(input) cannot write \(output)")
    self.input = input
  }

  package var partCount: Int { input.channelStride / Lanes.scalarCount }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for part in parts {
      let channel = part * Lanes.scalarCount
      var sum = Lanes.zero
      for row in 0..<self.input.height {
        // Row by row, so that a large map loses no digits of its mean.
        var line = Lanes.zero
        var pixel = unsafe input + self.input.offset(row: row, column: 0) + channel
        for _ in 0..<self.input.width {
          line = unsafe line + pixel.lanes
          unsafe pixel += self.input.channelStride
        }
        sum += line
      }
      unsafe (output + channel).lanes = sum / Float(self.input.height * self.input.width)
    }
  }
}
