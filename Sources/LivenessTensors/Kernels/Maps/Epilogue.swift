/// What happens to the sums of a convolution while they are still in registers: the bias is added
/// and the activation applied, channel by channel.
struct Epilogue: Sendable {
  enum Rectifier { case none, relu, prelu }

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

  /// The activation of a vector of channels; not-a-number stays.
  @inline(__always)
  func activated(_ sums: Lanes, from channel: Int) -> Lanes {
    switch rectifier {
    case .none: sums
    case .relu: sums.rectified(slopes: .zero)
    case .prelu: sums.rectified(slopes: unsafe (slopes.pointer + channel).lanes)
    }
  }

  /// What happens to the sums of one panel of channels.
  @inline(__always)
  func panel(from channel: Int) -> PanelEpilogue {
    unsafe PanelEpilogue(
      bias: (bias.pointer + channel).panel, slopes: (slopes.pointer + channel).panel,
      rectifier: rectifier)
  }
}

/// An ``Epilogue`` for one panel of channels, its numbers in registers.
struct PanelEpilogue {
  /// The bias, which the sums begin with.
  let bias: Panel
  fileprivate let slopes: Panel
  fileprivate let rectifier: Epilogue.Rectifier

  /// Writes the activation of the sums, and of a map that is added to them.
  @inline(__always)
  @unsafe func store(
    _ sums: Panel, adding other: UnsafePointer<Float>?, to output: UnsafeMutablePointer<Float>,
    at pixel: Int, isWhole: Bool
  ) {
    var sums = sums
    if let other = unsafe other { sums = unsafe sums + (other + pixel).panel(isWhole: isWhole) }
    switch rectifier {
    case .none: break
    case .relu: sums = sums.rectified(slopes: .zero)
    case .prelu: sums = sums.rectified(slopes: slopes)
    }
    unsafe (output + pixel).store(sums, isWhole: isWhole)
  }
}
