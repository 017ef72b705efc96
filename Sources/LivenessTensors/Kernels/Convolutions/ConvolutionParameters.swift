/// What a convolution computes, in the terms of its layer: the specification that every kernel for
/// it is made from.
package struct ConvolutionParameters: Sendable {
  /// The filters, `[outputChannels, inputChannels / groups, height, width]`, with the batch
  /// normalization folded in.
  package let weight: [Float]
  /// What is added to each output channel; `nil` for nothing.
  package let bias: [Float]?
  /// Channels in.
  package let inputChannels: Int
  /// Channels out.
  package let outputChannels: Int
  /// The number of groups: each sees its own part of the input channels.
  package let groups: Int
  /// The window along the rows of the map.
  package let vertical: WindowPlacement
  /// The window along the columns of the map.
  package let horizontal: WindowPlacement
  /// What is done to the sums, and to an added map.
  package let activation: Activation
  /// Whether the largest of each 2×2 pixels is taken at the end; a last odd row or column is lost.
  package let isPooled: Bool

  /// Makes the parameters.
  package init(
    weight: [Float], bias: [Float]?, inputChannels: Int, outputChannels: Int, groups: Int = 1,
    vertical: WindowPlacement, horizontal: WindowPlacement, activation: Activation = .none,
    isPooled: Bool = false
  ) {
    let count = outputChannels * (inputChannels / groups) * vertical.kernel * horizontal.kernel
    precondition(
      weight.count == count, "the filters need \(count) scalars, found \(weight.count)")
    self.weight = weight
    self.bias = bias
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.groups = groups
    self.vertical = vertical
    self.horizontal = horizontal
    self.activation = activation
    self.isPooled = isPooled
  }

  /// The filter's scalar for an output channel, a channel within its group and a tap.
  func weight(output: Int, channel: Int, row: Int, column: Int) -> Float {
    let line = (output * (inputChannels / groups) + channel) * vertical.kernel + row
    return weight[line * horizontal.kernel + column]
  }

  /// Scalars of a filter in one channel.
  var tapCount: Int { vertical.kernel * horizontal.kernel }

  /// Rows and columns of the result, pooling included.
  package var outputExtents: (height: Int, width: Int) {
    let divisor = isPooled ? 2 : 1
    return (vertical.outputCount / divisor, horizontal.outputCount / divisor)
  }

  /// Whether the window has one tap that looks at the pixel itself.
  var isPointwise: Bool { vertical.isIdentity && horizontal.isIdentity }

  /// Traps where the layouts are not those of this convolution's maps.
  func require(input: MapLayout, output: MapLayout) {
    precondition(
      input.height == vertical.inputCount && input.width == horizontal.inputCount
        && input.channels == inputChannels,
      "a convolution of \(inputChannels) channels by \(vertical.inputCount) × "
        + "\(horizontal.inputCount) cannot read \(input)")
    precondition(
      output.height == outputExtents.height && output.width == outputExtents.width
        && output.channels == outputChannels && !output.isDense,
      "a convolution to \(outputChannels) channels by \(outputExtents.height) × "
        + "\(outputExtents.width) cannot write \(output)")
  }
}
