/// What happens to the sums of a convolution while they are still in registers: the bias is added
/// and the activation applied, channel by channel.
struct Epilogue: Sendable {
  private enum Rectifier { case none, relu, prelu }

  private let bias: AlignedFloats
  private let slopes: AlignedFloats
  private let rectifier: Rectifier

  /// Lays out the numbers of the channels, filled up with zeros to whole panels.
  init(channels: Int, bias: [Float]?, activation: Activation) {
    let count = (channels + Panel.scalarCount - 1) / Panel.scalarCount * Panel.scalarCount
    func filledUp(_ numbers: [Float]) -> AlignedFloats {
      unsafe AlignedFloats(count: count) { floats in
        for channel in 0..<min(channels, numbers.count) {
          unsafe floats[channel] = numbers[channel]
        }
      }
    }
    precondition(
      bias.map { $0.count == channels } ?? true,
      "\(channels) channels need as many biases, found \(bias?.count ?? 0)")
    self.bias = filledUp(bias ?? [])
    switch activation {
    case .none: (rectifier, slopes) = (.none, filledUp([]))
    case .relu: (rectifier, slopes) = (.relu, filledUp([]))
    case .prelu(let slopes):
      precondition(
        slopes.count == 1 || slopes.count == channels,
        "PReLU of \(channels) channels takes 1 slope or \(channels), found \(slopes.count)")
      rectifier = .prelu
      self.slopes = filledUp(
        slopes.count == 1 ? Array(repeating: slopes[0], count: channels) : slopes)
    }
  }

  /// The bias of a vector of channels.
  @inline(__always)
  func bias(from channel: Int) -> Lanes { unsafe (bias.pointer + channel).lanes }

  /// The bias of a panel of channels.
  @inline(__always)
  func panelBias(from channel: Int) -> Panel { unsafe (bias.pointer + channel).panel }

  /// The activation of a vector of channels; not-a-number stays.
  @inline(__always)
  func activated(_ sums: Lanes, from channel: Int) -> Lanes {
    switch rectifier {
    case .none: sums
    case .relu: sums.replacing(with: 0, where: sums .< 0)
    case .prelu:
      sums.replacing(with: unsafe (slopes.pointer + channel).lanes * sums, where: sums .< 0)
    }
  }

  /// The activation of a panel of channels.
  @inline(__always)
  func activated(_ sums: Panel, from channel: Int) -> Panel {
    Panel(
      low: activated(sums.low, from: channel),
      high: activated(sums.high, from: channel + Lanes.scalarCount))
  }
}
