/// Convolution where every filter looks at one channel: vectors of channels, window by window.
///
/// For one output channel for each input channel and windows within the zeros around the map; other
/// depthwise convolutions go through ``PatchConvolution``.
package struct DepthwiseConvolution: MapKernel {
  private let input: MapLayout
  private let output: MapLayout
  /// The filters, a vector of channels after another, `[channelStride / lanes, taps, lanes]`.
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
    let taps = parameters.tapCount
    weights = unsafe AlignedFloats(count: taps * output.channelStride) { floats in
      for channel in 0..<parameters.outputChannels {
        let (vector, lane) = channel.quotientAndRemainder(dividingBy: Lanes.scalarCount)
        for tap in 0..<taps {
          let (i, j) = tap.quotientAndRemainder(dividingBy: parameters.horizontal.kernel)
          unsafe floats[(vector * taps + tap) * Lanes.scalarCount + lane] =
            parameters.weight(output: channel, channel: 0, row: i, column: j)
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
      && horizontal.dilation == 1 && self.output.width >= 4 && horizontal.stride <= 2
    for part in parts {
      for row in strips[part] {
        if unsafe !isTriple || other != nil {
          unsafe runAny(row, input: input, other: other, output: output)
        } else if horizontal.stride == 1 {
          unsafe runTriples(row, input: input, output: output)
        } else {
          unsafe runSpacedTriples(row, input: input, output: output)
        }
      }
    }
  }

  /// The window of a row's first pixel.
  @inline(__always)
  @unsafe private func window(_ row: Int, of input: UnsafePointer<Float>) -> UnsafePointer<Float> {
    unsafe input
      + self.input.offset(
        row: row * vertical.stride - vertical.padding, column: -horizontal.padding)
  }

  private typealias Four = (Lanes, Lanes, Lanes, Lanes)

  /// One row of 3×3 windows at stride 1.
  @inline(never)
  @unsafe private func runTriples(
    _ row: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    let pixel = self.input.channelStride
    unsafe runFours(row, step: 1, input: input, output: output) { source, filter, sums in
      let (u, v, w) = unsafe Self.filter(filter)
      let (a, b, c) = unsafe (
        source.lanes, (source + pixel).lanes, (source + 2 &* pixel).lanes
      )
      let (d, e, f) = unsafe (
        (source + 3 &* pixel).lanes, (source + 4 &* pixel).lanes, (source + 5 &* pixel).lanes
      )
      return (
        sums.0.adding(a, times: u).adding(b, times: v).adding(c, times: w),
        sums.1.adding(b, times: u).adding(c, times: v).adding(d, times: w),
        sums.2.adding(c, times: u).adding(d, times: v).adding(e, times: w),
        sums.3.adding(d, times: u).adding(e, times: v).adding(f, times: w)
      )
    }
  }

  /// One row of 3×3 windows at stride 2.
  @inline(never)
  @unsafe private func runSpacedTriples(
    _ row: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    let pixel = self.input.channelStride
    unsafe runFours(row, step: 2, input: input, output: output) { source, filter, sums in
      let (u, v, w) = unsafe Self.filter(filter)
      @inline(__always) func x(_ column: Int) -> Lanes {
        unsafe (source + column &* pixel).lanes
      }
      let (c, e, g) = (x(2), x(4), x(6))
      return (
        sums.0.adding(x(0), times: u).adding(x(1), times: v).adding(c, times: w),
        sums.1.adding(c, times: u).adding(x(3), times: v).adding(e, times: w),
        sums.2.adding(e, times: u).adding(x(5), times: v).adding(g, times: w),
        sums.3.adding(g, times: u).adding(x(7), times: v).adding(x(8), times: w)
      )
    }
  }

  /// Three neighbouring taps of a vector of channels.
  @inline(__always)
  @unsafe private static func filter(_ filter: UnsafePointer<Float>) -> (Lanes, Lanes, Lanes) {
    unsafe (
      filter.lanes, (filter + Lanes.scalarCount).lanes, (filter + 2 &* Lanes.scalarCount).lanes
    )
  }

  /// One row of 3×3 windows, four pixels at a time; the last four may overlap those before them.
  ///
  /// The closure adds one row of four windows to their sums.
  @inline(__always)
  @unsafe private func runFours(
    _ row: Int, step: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    add: (_ source: UnsafePointer<Float>, _ filter: UnsafePointer<Float>, _ sums: Four) -> Four
  ) {
    let (channels, line) = (self.output.channelStride, self.input.rowStride)
    let window = unsafe window(row, of: input)
    let first = unsafe output + self.output.offset(row: row, column: 0)
    let (width, spacing) = (self.output.width, step &* channels)
    let three = 3 &* Lanes.scalarCount
    var next = 0
    while next < width {
      let column = next < width &- 4 ? next : width &- 4
      var source = unsafe window + column &* spacing
      var target = unsafe first + column &* channels
      var filter = unsafe weights.pointer
      var channel = 0
      while channel < channels {
        let bias: Lanes = epilogue.bias(from: channel)
        var sums = unsafe add(source, filter, (bias, bias, bias, bias))
        sums = unsafe add(source + line, filter + three, sums)
        sums = unsafe add(source + 2 &* line, filter + 2 &* three, sums)
        unsafe target.lanes = epilogue.rectified(sums.0, from: channel)
        unsafe (target + channels).lanes = epilogue.rectified(sums.1, from: channel)
        unsafe (target + 2 &* channels).lanes = epilogue.rectified(sums.2, from: channel)
        unsafe (target + 3 &* channels).lanes = epilogue.rectified(sums.3, from: channel)
        unsafe source += Lanes.scalarCount
        unsafe target += Lanes.scalarCount
        unsafe filter += 3 &* three
        channel &+= Lanes.scalarCount
      }
      next &+= 4
    }
  }

  /// One row of any windows, pixel by pixel.
  @unsafe private func runAny(
    _ row: Int, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    let channels = self.output.channelStride
    let down = vertical.dilation * self.input.rowStride
    let across = horizontal.dilation * self.input.channelStride
    let taps = vertical.kernel * horizontal.kernel
    var window = unsafe window(row, of: input)
    var pixel = self.output.offset(row: row, column: 0)
    for _ in 0..<self.output.width {
      for channel in stride(from: 0, to: channels, by: Lanes.scalarCount) {
        var sum: Lanes = epilogue.bias(from: channel)
        var filter = unsafe weights.pointer + taps * channel
        for i in 0..<vertical.kernel {
          var source = unsafe window + i * down + channel
          for _ in 0..<horizontal.kernel {
            sum = unsafe sum.adding(source.lanes, times: filter.lanes)
            unsafe (source, filter) = (source + across, filter + Lanes.scalarCount)
          }
        }
        unsafe finish(sum, at: pixel + channel, channel: channel, other: other, output: output)
      }
      pixel += channels
      unsafe window += horizontal.stride * self.input.channelStride
    }
  }

  @inline(__always)
  @unsafe private func finish(
    _ sum: Lanes, at place: Int, channel: Int, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    var sum = sum
    if let other = unsafe other { unsafe sum += (other + place).lanes }
    unsafe (output + place).lanes = epilogue.rectified(sum, from: channel)
  }
}
