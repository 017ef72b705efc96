/// The channels of two maps side by side: those of the first, then those of the second.
package struct ChannelJoin: MapKernel {
  private let first: MapLayout
  private let second: MapLayout
  private let output: MapLayout

  /// Makes the step for two maps of one extent.
  package init(_ first: MapLayout, _ second: MapLayout, output: MapLayout) {
    precondition(
      [first, second].allSatisfy { $0.height == output.height && $0.width == output.width }
        && first.channels + second.channels == output.channels,
      "the channels of \(first) and \(second) side by side do not fill \(output)")
    self.first = first
    self.second = second
    self.output = output
  }

  package var partCount: Int { output.height }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    guard let other = unsafe other else { preconditionFailure("a join needs a second map") }
    for row in parts {
      for column in 0..<self.output.width {
        let target = unsafe output + self.output.offset(row: row, column: column)
        unsafe target.update(
          from: input + first.offset(row: row, column: column), count: first.channels)
        unsafe (target + first.channels).update(
          from: other + second.offset(row: row, column: column), count: second.channels)
        unsafe (target + self.output.channels).update(
          repeating: 0, count: self.output.channelStride - self.output.channels)
      }
    }
  }
}
