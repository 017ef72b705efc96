/// The largest scalar below a sliding window, or the mean, channel by channel.
package struct WindowPooling: MapKernel {
  /// What is taken of the scalars below a window.
  package enum Rule: Sendable, Hashable {
    /// The largest; padding never wins, not-a-number does. A window in the padding gives −∞.
    case maximum
    /// The sum divided by the count for each pixel of the result, row by row.
    case mean(counts: [Float])
  }

  private let input: MapLayout
  private let output: MapLayout
  private let vertical, horizontal: WindowPlacement
  private let rule: Rule
  private let strips: RowStrips

  /// Makes the pooling.
  package init(
    _ rule: Rule, vertical: WindowPlacement, horizontal: WindowPlacement, input: MapLayout,
    output: MapLayout
  ) {
    precondition(
      input.channels == output.channels && input.height == vertical.inputCount
        && input.width == horizontal.inputCount && output.height == vertical.outputCount
        && output.width == horizontal.outputCount && !input.isDense && !output.isDense,
      "a pooling of \(vertical) by \(horizontal) cannot take \(input) to \(output)")
    if case .mean(let counts) = rule {
      precondition(
        counts.count == output.height * output.width,
        "a mean needs a count for each of \(output.height) × \(output.width) windows, found "
          + "\(counts.count)")
    }
    self.rule = rule
    self.vertical = vertical
    self.horizontal = horizontal
    self.input = input
    self.output = output
    strips = RowStrips(height: output.height, width: output.width, pixels: 64)
  }

  package var partCount: Int { strips.count }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for part in parts {
      for row in strips[part] {
        for column in 0..<self.output.width {
          let pixel = unsafe output + self.output.offset(row: row, column: column)
          switch rule {
          case .maximum:
            unsafe pool(row, column, input, into: pixel, start: -.infinity) {
              $0.maximum(with: $1)
            }
          case .mean(let counts):
            let count = counts[row * self.output.width + column]
            unsafe pool(row, column, input, into: pixel, start: 0) { $0 + $1 }
            for channel in stride(from: 0, to: self.output.channelStride, by: Lanes.scalarCount) {
              let sum: Lanes = unsafe (pixel + channel).lanes
              unsafe (pixel + channel).lanes = sum / count
            }
          }
        }
      }
    }
  }

  /// Combines the scalars below one window; the filling of the channels stays 0.
  @inline(__always)
  @unsafe private func pool(
    _ row: Int, _ column: Int, _ input: UnsafePointer<Float>,
    into pixel: UnsafeMutablePointer<Float>, start: Float, combine: (Lanes, Lanes) -> Lanes
  ) {
    for channel in stride(from: 0, to: output.channelStride, by: Lanes.scalarCount) {
      var result = Lanes(repeating: start)
      for i in 0..<vertical.kernel {
        let y = vertical.position(ofWindow: row, tap: i)
        guard y >= 0, y < vertical.inputCount else { continue }
        for j in 0..<horizontal.kernel {
          let x = horizontal.position(ofWindow: column, tap: j)
          guard x >= 0, x < horizontal.inputCount else { continue }
          let source = unsafe input + self.input.offset(row: y, column: x) + channel
          result = combine(result, unsafe source.lanes)
        }
      }
      unsafe (pixel + channel).lanes = result
    }
    for channel in output.channels..<output.channelStride { unsafe pixel[channel] = 0 }
  }
}
