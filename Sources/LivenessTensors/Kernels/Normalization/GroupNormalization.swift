/// The channels of a map in groups, each group brought to mean 0 and variance 1 over all its pixels,
/// then scaled and shifted channel by channel, with an activation behind it.
package struct GroupNormalization: MapKernel {
  private let input: MapLayout
  private let output: MapLayout
  private let groups: Int
  private let epsilon: Float
  private let scale: AlignedFloats
  private let epilogue: Epilogue

  /// Makes the step.
  ///
  /// - Precondition: `groups` divides the channels; scale and offset have one number for each.
  package init(
    groups: Int, scale: [Float], offset: [Float], epsilon: Float, activation: Activation = .none,
    input: MapLayout, output: MapLayout
  ) {
    precondition(
      input.height == output.height && input.width == output.width
        && input.channels == output.channels && !input.isDense && !output.isDense,
      "a normalization of \(input) cannot write \(output)")
    precondition(
      groups > 0 && input.channels % groups == 0 && scale.count == input.channels
        && offset.count == input.channels,
      "a normalization of \(input.channels) channels in \(groups) groups cannot have "
        + "\(scale.count) scales and \(offset.count) offsets")
    self.input = input
    self.output = output
    self.groups = groups
    self.epsilon = epsilon
    self.scale = unsafe AlignedFloats(count: input.channelStride) { floats in
      for channel in scale.indices { unsafe floats[channel] = scale[channel] }
    }
    epilogue = Epilogue(channels: input.channels, bias: offset, activation: activation)
  }

  /// The statistics need the whole map.
  package var partCount: Int { 1 }
  /// The mean of each channel's group, and the factor.
  package var scratchCount: Int { 2 * input.channelStride }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    guard !parts.isEmpty else { return }
    let channels = self.input.channelStride
    let (means, factors) = unsafe (scratch, scratch + channels)
    unsafe means.update(repeating: 0, count: channels)
    unsafe add(input, less: UnsafePointer(means), squared: false, into: factors)
    unsafe share(factors) { Float($0) }
    unsafe means.update(from: factors, count: channels)
    unsafe add(input, less: UnsafePointer(means), squared: true, into: factors)
    unsafe share(factors) { Float(1 / ($0 + Double(epsilon)).squareRoot()) }
    unsafe write(input, means: UnsafePointer(means), factors: UnsafePointer(factors), to: output)
  }

  /// The sum of each channel over the map, of the differences or of their squares.
  @unsafe private func add(
    _ input: UnsafePointer<Float>, less means: UnsafePointer<Float>, squared: Bool,
    into sums: UnsafeMutablePointer<Float>
  ) {
    for channel in stride(from: 0, to: self.input.channelStride, by: Lanes.scalarCount) {
      let mean = unsafe (means + channel).lanes
      var sum = Lanes.zero
      for row in 0..<self.input.height {
        // Row by row, so that a large map loses no digits of its mean.
        var line = Lanes.zero
        var pixel = unsafe input + self.input.offset(row: row, column: 0) + channel
        for _ in 0..<self.input.width {
          let difference = unsafe pixel.lanes - mean
          line = squared ? line.adding(difference, times: difference) : line + difference
          unsafe pixel += self.input.channelStride
        }
        sum += line
      }
      unsafe (sums + channel).lanes = sum
    }
  }

  /// Puts what a function makes of a group's mean in the place of its channels' sums.
  @unsafe private func share(
    _ sums: UnsafeMutablePointer<Float>, _ transform: (Double) -> Float
  ) {
    let size = input.channels / groups
    let count = Double(size * input.height * input.width)
    for group in 0..<groups {
      var sum = 0.0
      for channel in group * size..<(group + 1) * size { sum += unsafe Double(sums[channel]) }
      let value = transform(sum / count)
      for channel in group * size..<(group + 1) * size { unsafe sums[channel] = value }
    }
    for channel in input.channels..<input.channelStride { unsafe sums[channel] = 0 }
  }

  @unsafe private func write(
    _ input: UnsafePointer<Float>, means: UnsafePointer<Float>, factors: UnsafePointer<Float>,
    to output: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<self.input.height {
      let source = unsafe input + self.input.offset(row: row, column: 0)
      let target = unsafe output + self.output.offset(row: row, column: 0)
      for channel in stride(from: 0, to: self.input.channelStride, by: Lanes.scalarCount) {
        let mean = unsafe (means + channel).lanes
        let factor = unsafe (factors + channel).lanes * (scale.pointer + channel).lanes
        let offset = epilogue.bias(from: channel)
        for column in 0..<self.input.width {
          let place = column * self.input.channelStride + channel
          let value = unsafe ((source + place).lanes - mean) * factor + offset
          unsafe (target + place).lanes = epilogue.activated(value, from: channel)
        }
      }
    }
  }
}
