/// Convolution where every filter looks at one channel: vectors of channels, window by window.
///
/// For one output channel for each input channel and windows within the zeros around the map; other
/// depthwise convolutions go through ``PatchConvolution``.
package struct DepthwiseConvolution: MapKernel {
  private let input: MapLayout
  private let output: MapLayout
  /// The filters, tap by tap, `[taps, channelStride]`.
  private let weights: AlignedFloats
  private let epilogue: Epilogue
  private let vertical, horizontal: WindowPlacement
  private let strips: RowStrips

  /// Lays out the filters.
  ///
  /// - Precondition: ``canCompute(_:input:)``.
  package init(_ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout) {
    parameters.require(input: input, output: output)
    precondition(
      Self.canCompute(parameters, input: input),
      "a depthwise convolution takes one filter a channel and a window within the zeros around the "
        + "map, found \(parameters)")
    self.input = input
    self.output = output
    vertical = parameters.vertical
    horizontal = parameters.horizontal
    let stride = output.channelStride
    weights = unsafe AlignedFloats(count: vertical.kernel * horizontal.kernel * stride) { floats in
      for channel in 0..<parameters.outputChannels {
        for i in 0..<parameters.vertical.kernel {
          for j in 0..<parameters.horizontal.kernel {
            unsafe floats[(i * parameters.horizontal.kernel + j) * stride + channel] =
              parameters.weight(output: channel, channel: 0, row: i, column: j)
          }
        }
      }
    }
    epilogue = Epilogue(
      channels: parameters.outputChannels, bias: parameters.bias, activation: parameters.activation)
    strips = RowStrips(
      height: output.height, width: output.width, pixels: 64, atLeast: 4)
  }

  /// Whether every window lies within the memory of the map and sees one channel.
  package static func canCompute(_ parameters: ConvolutionParameters, input: MapLayout) -> Bool {
    func fits(_ axis: WindowPlacement, _ paddedCount: Int) -> Bool {
      axis.padding <= input.border
        && axis.position(ofWindow: axis.outputCount - 1, tap: axis.kernel - 1)
          < paddedCount - input.border
    }
    return parameters.groups == parameters.inputChannels
      && parameters.outputChannels == parameters.inputChannels && !parameters.isPooled
      && !input.isDense
      && fits(parameters.vertical, input.paddedHeight)
      && fits(parameters.horizontal, input.paddedWidth)
  }

  package var partCount: Int { strips.count }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let isTriple =
      vertical.kernel == 3 && horizontal.kernel == 3 && vertical.dilation == 1
      && horizontal.dilation == 1
    for part in parts {
      for row in strips[part] {
        // The usual window as constants, so that the compiler unrolls its loops.
        if isTriple {
          unsafe run(
            row, kernel: (3, 3), dilation: (1, 1), input: input, other: other, output: output)
        } else {
          unsafe run(
            row, kernel: (vertical.kernel, horizontal.kernel),
            dilation: (vertical.dilation, horizontal.dilation), input: input, other: other,
            output: output)
        }
      }
    }
  }

  @inline(__always)
  @unsafe private func run(
    _ row: Int, kernel: (Int, Int), dilation: (Int, Int), input: UnsafePointer<Float>,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let channels = self.output.channelStride
    let step = horizontal.stride * self.input.channelStride
    let down = dilation.0 * self.input.rowStride
    let across = dilation.1 * self.input.channelStride
    var window =
      unsafe input
      + self.input.offset(
        row: row * vertical.stride - vertical.padding, column: -horizontal.padding)
    var pixel = self.output.offset(row: row, column: 0)
    let weights = unsafe self.weights.pointer
    var column = 0
    while column + 4 <= self.output.width {
      for channel in stride(from: 0, to: channels, by: Lanes.scalarCount) {
        let bias: Lanes = epilogue.bias(from: channel)
        var (a, b, c, d) = (bias, bias, bias, bias)
        for i in 0..<kernel.0 {
          for j in 0..<kernel.1 {
            let weight: Lanes = unsafe (weights + (i * kernel.1 + j) * channels + channel).lanes
            let source = unsafe window + i * down + j * across + channel
            a = unsafe a.adding(source.lanes, times: weight)
            b = unsafe b.adding((source + step).lanes, times: weight)
            c = unsafe c.adding((source + 2 * step).lanes, times: weight)
            d = unsafe d.adding((source + 3 * step).lanes, times: weight)
          }
        }
        unsafe finish(a, at: pixel, channel: channel, other: other, output: output)
        unsafe finish(b, at: pixel + channels, channel: channel, other: other, output: output)
        unsafe finish(c, at: pixel + 2 * channels, channel: channel, other: other, output: output)
        unsafe finish(d, at: pixel + 3 * channels, channel: channel, other: other, output: output)
      }
      column += 4
      pixel += 4 * channels
      unsafe window += 4 * step
    }
    while column < self.output.width {
      for channel in stride(from: 0, to: channels, by: Lanes.scalarCount) {
        var sum: Lanes = epilogue.bias(from: channel)
        for i in 0..<kernel.0 {
          for j in 0..<kernel.1 {
            sum = unsafe sum.adding(
              (window + i * down + j * across + channel).lanes,
              times: (weights + (i * kernel.1 + j) * channels + channel).lanes)
          }
        }
        unsafe finish(sum, at: pixel, channel: channel, other: other, output: output)
      }
      column += 1
      pixel += channels
      unsafe window += step
    }
  }

  @inline(__always)
  @unsafe private func finish(
    _ sum: Lanes, at pixel: Int, channel: Int, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    var sum = sum
    if let other = unsafe other { unsafe sum += (other + pixel + channel).lanes }
    unsafe (output + pixel + channel).lanes = epilogue.activated(sum, from: channel)
  }
}
