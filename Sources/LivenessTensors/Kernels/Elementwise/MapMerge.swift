/// What joins two maps pixel by pixel, or weighs the channels of one, with an activation behind it.
package struct MapMerge: MapKernel {
  /// What is done with the second input.
  package enum Operation: Sendable, Hashable {
    /// A map of the same extents is added.
    case sum(of: MapLayout)
    /// Each channel is multiplied by its factor, a vector.
    case scale
    /// There is none.
    case none
  }

  private let operation: Operation
  private let input: MapLayout
  private let output: MapLayout
  private let epilogue: Epilogue
  private let strips: RowStrips

  /// Makes the step.
  package init(
    _ operation: Operation, activation: Activation = .none, input: MapLayout, output: MapLayout
  ) {
    var inputs = [input]
    if case .sum(let second) = operation { inputs.append(second) }
    for input in inputs {
      precondition(
        input.height == output.height && input.width == output.width
          && input.channels == output.channels && !input.isDense && !output.isDense,
        "maps of one size are joined, found \(input) and \(output)")
    }
    self.operation = operation
    self.input = input
    self.output = output
    epilogue = Epilogue(channels: output.channels, bias: nil, activation: activation)
    strips = RowStrips(height: output.height, width: output.width, pixels: 256)
  }

  package var partCount: Int { strips.count }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for part in parts {
      for row in strips[part] {
        let source = unsafe input + self.input.offset(row: row, column: 0)
        let target = unsafe output + self.output.offset(row: row, column: 0)
        switch (operation, unsafe other) {
        case (.sum(let second), let other?):
          let other = unsafe other + second.offset(row: row, column: 0)
          unsafe mapRow(from: source, to: target) { unsafe $0 + (other + $1).lanes }
        case (.scale, let factors?):
          let channels = self.output.channelStride
          unsafe mapRow(from: source, to: target) { value, index in
            unsafe value * (factors + index % channels).lanes
          }
        default:
          unsafe mapRow(from: source, to: target) { value, _ in value }
        }
      }
    }
  }

  @inline(__always)
  @unsafe private func mapRow(
    from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    _ body: (_ value: Lanes, _ index: Int) -> Lanes
  ) {
    let channels = output.channelStride
    for pixel in 0..<output.width {
      for channel in stride(from: 0, to: channels, by: Lanes.scalarCount) {
        let index = pixel * channels + channel
        let value = unsafe body((source + index).lanes, index)
        unsafe (target + index).lanes = epilogue.activated(value, from: channel)
      }
    }
  }
}
