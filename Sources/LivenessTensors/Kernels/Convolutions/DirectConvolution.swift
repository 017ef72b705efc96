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
  /// Whether the pixels of all rows follow one another, in the input and in the output.
  private let isFlat: Bool
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
    isFlat =
      !isPooled && rowStep == output.width * columnStep
      && output.rowStride == output.width * output.channelStride
    strips = RowStrips(
      height: output.height, width: output.width, pixels: 128, atLeast: 4)
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

  @unsafe private func run(
    _ rows: Range<Int>, panel index: Int, input: UnsafePointer<Float>,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let panel = unsafe matrix.panel(index)
    let channel = index * Panel.scalarCount
    let finish = epilogue.panel(from: channel)
    let isWhole = channel + Panel.scalarCount <= self.output.channelStride
    let (step, next) = (columnStep, self.output.channelStride)
    for row in isFlat ? rows.prefix(1) : rows {
      var window = unsafe input + origin + row * rowStep
      var pixel = self.output.offset(row: row, column: 0) + channel
      var left = isFlat ? rows.count * self.output.width : self.output.width
      // Beyond the last pixel the rest of a block repeats it.
      while left > 4 {
        let last = min(5, left - 1)
        let sums = unsafe PanelProduct.sixRows(
          (
            window, window + step, window + 2 * step, window + 3 * step, window + 4 * step,
            window + last * step
          ), shape: shape, panel: panel, start: finish.bias)
        unsafe finish.store(sums.0, adding: other, to: output, at: pixel, isWhole: isWhole)
        unsafe finish.store(sums.1, adding: other, to: output, at: pixel + next, isWhole: isWhole)
        unsafe finish.store(
          sums.2, adding: other, to: output, at: pixel + 2 * next, isWhole: isWhole)
        unsafe finish.store(
          sums.3, adding: other, to: output, at: pixel + 3 * next, isWhole: isWhole)
        unsafe finish.store(
          sums.4, adding: other, to: output, at: pixel + 4 * next, isWhole: isWhole)
        unsafe finish.store(
          sums.5, adding: other, to: output, at: pixel + last * next, isWhole: isWhole)
        unsafe window += 6 * step
        pixel += 6 * next
        left -= 6
      }
      if left > 0 {
        let (second, third, last) = (min(1, left - 1), min(2, left - 1), left - 1)
        let sums = unsafe PanelProduct.fourRows(
          (window, window + second * step, window + third * step, window + last * step),
          shape: shape, panel: panel, start: finish.bias)
        unsafe finish.store(sums.0, adding: other, to: output, at: pixel, isWhole: isWhole)
        unsafe finish.store(
          sums.1, adding: other, to: output, at: pixel + second * next, isWhole: isWhole)
        unsafe finish.store(
          sums.2, adding: other, to: output, at: pixel + third * next, isWhole: isWhole)
        unsafe finish.store(
          sums.3, adding: other, to: output, at: pixel + last * next, isWhole: isWhole)
      }
    }
  }

  @unsafe private func runPooled(
    _ rows: Range<Int>, panel index: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    let panel = unsafe matrix.panel(index)
    let channel = index * Panel.scalarCount
    let finish = epilogue.panel(from: channel)
    let isWhole = channel + Panel.scalarCount <= self.output.channelStride
    for row in rows {
      var window = unsafe input + origin + 2 * row * rowStep
      var pixel = self.output.offset(row: row, column: 0) + channel
      for _ in 0..<self.output.width {
        let sums = unsafe PanelProduct.fourRows(
          (window, window + columnStep, window + rowStep, window + rowStep + columnStep),
          shape: shape, panel: panel, start: finish.bias)
        let largest = sums.0.maximum(with: sums.1).maximum(with: sums.2.maximum(with: sums.3))
        unsafe finish.store(largest, adding: nil, to: output, at: pixel, isWhole: isWhole)
        unsafe window += 2 * columnStep
        pixel += self.output.channelStride
      }
    }
  }
}
