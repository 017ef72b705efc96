// The bias and the activation on pixels in memory, where others have added up the products.

extension Epilogue {
  /// Writes what the sums of some pixels begin with: the bias, and the pixels of another map.
  @unsafe func start(
    _ sums: UnsafeMutablePointer<Float>, pixels: Int, stride: Int, channels: Int,
    adding other: UnsafePointer<Float>?
  ) {
    var target = unsafe sums
    var source = unsafe other
    for _ in 0..<pixels {
      var channel = 0
      while channel < channels {
        var value: Lanes = bias(from: channel)
        if let source = unsafe source { unsafe value += (source + channel).lanes }
        unsafe (target + channel).lanes = value
        channel &+= Lanes.scalarCount
      }
      unsafe target += stride
      unsafe source = source.map { unsafe $0 + stride }
    }
  }

  /// Writes the activation of the sums of some pixels, which may lie where the result does.
  @unsafe func finish(
    _ sums: UnsafePointer<Float>, stride: Int, addsBias: Bool, adding other: UnsafePointer<Float>?,
    to output: UnsafeMutablePointer<Float>, stride channels: Int, pixels: Int
  ) {
    if unsafe addsBias || other != nil {
      unsafe map(sums, stride: stride, to: output, channels: channels, pixels: pixels) {
        value, channel, place in
        var value = addsBias ? value + bias(from: channel) : value
        if let other = unsafe other { unsafe value += (other + place).lanes }
        return activated(value, from: channel)
      }
      return
    }
    switch rectifier {
    case .none:
      unsafe map(sums, stride: stride, to: output, channels: channels, pixels: pixels) {
        value, _, _ in value
      }
    case .relu:
      unsafe map(sums, stride: stride, to: output, channels: channels, pixels: pixels) {
        value, _, _ in value.replacing(with: Lanes.zero, where: value .< 0)
      }
    case .prelu:
      unsafe map(sums, stride: stride, to: output, channels: channels, pixels: pixels) {
        value, channel, _ in rectified(value, from: channel)
      }
    }
  }

  @inline(__always)
  @unsafe private func map(
    _ sums: UnsafePointer<Float>, stride: Int, to output: UnsafeMutablePointer<Float>,
    channels: Int, pixels: Int, _ change: (_ value: Lanes, _ channel: Int, _ place: Int) -> Lanes
  ) {
    var source = unsafe sums
    var place = 0
    for _ in 0..<pixels {
      var channel = 0
      while channel < channels {
        unsafe (output + place).lanes = change((source + channel).lanes, channel, place)
        channel &+= Lanes.scalarCount
        place &+= Lanes.scalarCount
      }
      unsafe source += stride
    }
  }
}
