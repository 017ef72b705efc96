/// Convolution as one product whose left factor is the map itself: the rows of the window are
/// segments of a row of the factor, so that nothing is copied.
///
/// For windows that stay within the zeros around the map, without groups and without dilation along
/// the rows: pointwise, strided and few-channel convolutions, in builds where the packed product is
/// the fast one.
package struct DirectConvolution: MapKernel {
  private let input: MapLayout
  private let output: MapLayout
  private let matrix: PackedMatrix
  private let epilogue: Epilogue
  private let shape: PanelProduct.RowShape
  /// Floats from the start of the input to the window of the first pixel.
  private let origin: Int
  /// Floats of the input from the window of one pixel to that below and to that beside it.
  private let rowStep, columnStep: Int
  private let isPooled: Bool
  private let strips: RowStrips

  /// Lays out the filters.
  ///
  /// - Precondition: ``canCompute(_:input:)``.
  package init(_ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout) {
    parameters.require(input: input, output: output)
    precondition(
      Self.canCompute(parameters, input: input),
      "a direct convolution takes a window within the zeros around the map, found \(parameters)")
    let (vertical, horizontal) = (parameters.vertical, parameters.horizontal)
    self.input = input
    self.output = output
    // A window of one column ends with the channels; a wider one runs over the filling as well.
    let pixel = horizontal.kernel == 1 ? input.channels : input.channelStride
    let length = horizontal.kernel * pixel
    shape = PanelProduct.RowShape(
      segments: vertical.kernel, length: length, step: vertical.dilation * input.rowStride)
    matrix = PackedMatrix(
      rows: vertical.kernel * length, columns: parameters.outputChannels
    ) { row, column in
      let (i, rest) = row.quotientAndRemainder(dividingBy: length)
      let (j, channel) = rest.quotientAndRemainder(dividingBy: pixel)
      return channel < input.channels
        ? parameters.weight(output: column, channel: channel, row: i, column: j) : 0
    }
    epilogue = Epilogue(
      channels: parameters.outputChannels, bias: parameters.bias, activation: parameters.activation)
    origin = input.offset(row: -vertical.padding, column: -horizontal.padding)
    rowStep = vertical.stride * input.rowStride
    columnStep = horizontal.stride * input.channelStride
    isPooled = parameters.isPooled
    strips = RowStrips(height: output.height, width: output.width, pixels: 128)
  }

  /// Whether every window lies within the memory of the map.
  package static func canCompute(_ parameters: ConvolutionParameters, input: MapLayout) -> Bool {
    func fits(_ axis: WindowPlacement, _ paddedCount: Int) -> Bool {
      axis.padding <= input.border
        && axis.position(ofWindow: axis.outputCount - 1, tap: axis.kernel - 1)
          < paddedCount - input.border
    }
    return parameters.groups == 1 && parameters.horizontal.dilation == 1
      && fits(parameters.vertical, input.paddedHeight)
      && fits(parameters.horizontal, input.paddedWidth)
  }

  package var partCount: Int { strips.count }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for part in parts {
      for panel in 0..<matrix.panelCount {
        if isPooled {
          unsafe runPooled(strips[part], panel: panel, input: input, output: output)
        } else {
          unsafe run(strips[part], panel: panel, input: input, other: other, output: output)
        }
      }
    }
  }

  /// Where the work stands among the pixels of a strip.
  private struct Cursor {
    var window: Int
    var pixel: Int
    var column = 0
  }

  @inline(__always)
  private func advance(_ cursor: inout Cursor) {
    cursor.window += columnStep
    cursor.pixel += output.channelStride
    cursor.column += 1
    if cursor.column == output.width {
      cursor.column = 0
      cursor.window += rowStep - output.width * columnStep
      cursor.pixel += output.rowStride - output.width * output.channelStride
    }
  }

  @unsafe private func run(
    _ rows: Range<Int>, panel index: Int, input: UnsafePointer<Float>,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let panel = unsafe matrix.panel(index)
    let channel = index * Panel.scalarCount
    let start = epilogue.panelBias(from: channel)
    let isWhole = channel + Panel.scalarCount <= self.output.channelStride
    var cursor = Cursor(
      window: origin + rows.lowerBound * rowStep,
      pixel: self.output.offset(row: rows.lowerBound, column: 0) + channel)
    var left = rows.count * self.output.width

    // Beyond the last pixel the rest of a block repeats it.
    @inline(__always) func next() -> Cursor {
      let current = cursor
      if left > 1 { advance(&cursor) }
      left -= 1
      return current
    }
    @inline(__always) func finish(_ sums: Panel, _ cursor: Cursor) {
      var sums = sums
      if let other = unsafe other {
        sums = unsafe sums + (other + cursor.pixel).panel(isWhole: isWhole)
      }
      unsafe (output + cursor.pixel).store(
        epilogue.activated(sums, from: channel), isWhole: isWhole)
    }
    while left > 0 {
      if left > 4 {
        let (a, b, c, d, e, f) = (next(), next(), next(), next(), next(), next())
        let sums = unsafe PanelProduct.sixRows(
          (
            input + a.window, input + b.window, input + c.window, input + d.window,
            input + e.window, input + f.window
          ), shape: shape, panel: panel, start: start)
        finish(sums.0, a)
        finish(sums.1, b)
        finish(sums.2, c)
        finish(sums.3, d)
        finish(sums.4, e)
        finish(sums.5, f)
      } else {
        let (a, b, c, d) = (next(), next(), next(), next())
        let sums = unsafe PanelProduct.fourRows(
          (input + a.window, input + b.window, input + c.window, input + d.window),
          shape: shape, panel: panel, start: start)
        finish(sums.0, a)
        finish(sums.1, b)
        finish(sums.2, c)
        finish(sums.3, d)
      }
    }
  }

  @unsafe private func runPooled(
    _ rows: Range<Int>, panel index: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    let panel = unsafe matrix.panel(index)
    let channel = index * Panel.scalarCount
    let start = epilogue.panelBias(from: channel)
    let isWhole = channel + Panel.scalarCount <= self.output.channelStride
    for row in rows {
      var window = unsafe input + origin + 2 * row * rowStep
      var target = unsafe output + self.output.offset(row: row, column: 0) + channel
      for _ in 0..<self.output.width {
        let sums = unsafe PanelProduct.fourRows(
          (window, window + columnStep, window + rowStep, window + rowStep + columnStep),
          shape: shape, panel: panel, start: start)
        let largest = sums.0.maximum(with: sums.1).maximum(with: sums.2.maximum(with: sums.3))
        unsafe target.store(epilogue.activated(largest, from: channel), isWhole: isWhole)
        unsafe window += 2 * columnStep
        unsafe target += self.output.channelStride
      }
    }
  }
}
