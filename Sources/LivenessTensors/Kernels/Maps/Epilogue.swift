/// What happens to the sums of a convolution while they are still in registers: the bias is added
/// and the activation applied, channel by channel.
struct Epilogue: Sendable {
  enum Rectifier { case none, relu, prelu }

  let bias: AlignedFloats
  let slopes: AlignedFloats
  let rectifier: Rectifier

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
    case .none:
      rectifier = .none
      slopes = filledUp(Array(repeating: 1, count: channels))
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

  /// The activation of a vector of channels; not-a-number stays.
  @inline(__always)
  func activated(_ sums: Lanes, from channel: Int) -> Lanes {
    switch rectifier {
    case .none: sums
    case .relu: sums.replacing(with: Lanes.zero, where: sums .< 0)
    case .prelu: rectified(sums, from: channel)
    }
  }

  /// The same by the slope of each channel alone, without a choice in the innermost loop: 1 stands
  /// for none, 0 for ReLU.
  @inline(__always)
  func rectified(_ sums: Lanes, from channel: Int) -> Lanes {
    sums.rectified(slopes: unsafe (slopes.pointer + channel).lanes)
  }

  /// Whether the activation changes nothing.
  var isIdentity: Bool { rectifier == .none }
}
