/// A fully connected layer on the scalars of a map, its weights laid out in the order in which the
/// map lies in memory, so that they are read once, one after another.
package struct FullyConnected: MapKernel {
  private let input: MapLayout
  private let matrix: PackedMatrix
  private let epilogue: Epilogue
  private let shape: PanelProduct.RowShape
  private let outputStride: Int

  /// Lays out the weights, `[outputs, channels · height · width]`: the map as PyTorch flattens it.
  package init(
    weight: [Float], bias: [Float]?, activation: Activation = .none, input: MapLayout,
    output: MapLayout
  ) {
    let plane = input.height * input.width
    precondition(
      weight.count == output.channels * input.channels * plane && output.height == 1
        && output.width == 1 && output.border == 0,
      "a fully connected layer from \(input) to \(output) does not have \(weight.count) weights")
    self.input = input
    let pixel = input.width == 1 ? input.channels : input.channelStride
    let length = input.width * pixel
    shape = PanelProduct.RowShape(segments: input.height, length: length, step: input.rowStride)
    // Where the weight for each float of the map stands among those of an output.
    let sources: [Int] = (0..<input.height * length).map { row in
      let (y, rest) = row.quotientAndRemainder(dividingBy: length)
      let (x, channel) = rest.quotientAndRemainder(dividingBy: pixel)
      return channel < input.channels ? channel * plane + y * input.width + x : -1
    }
    let count = input.channels * plane
    matrix = PackedMatrix(rows: sources.count, columns: output.channels) { row, column in
      sources[row] < 0 ? 0 : weight[column * count + sources[row]]
    }
    epilogue = Epilogue(channels: output.channels, bias: bias, activation: activation)
    outputStride = output.channelStride
  }

  /// Panels of each part but the last.
  private static let panelsPerPart = 4

  package var partCount: Int {
    (matrix.panelCount + Self.panelsPerPart - 1) / Self.panelsPerPart
  }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let row = unsafe input + self.input.offset(row: 0, column: 0)
    for part in parts {
      let first = part * Self.panelsPerPart
      let last = min(first + Self.panelsPerPart, matrix.panelCount)
      if last - first == 4 {
        let sums = unsafe PanelProduct.fourPanels(
          row, shape: shape, panel: matrix.panel(first),
          panelStep: matrix.rows * Panel.scalarCount)
        unsafe finish(sums.0, panel: first, output: output)
        unsafe finish(sums.1, panel: first + 1, output: output)
        unsafe finish(sums.2, panel: first + 2, output: output)
        unsafe finish(sums.3, panel: first + 3, output: output)
      } else {
        for panel in first..<last {
          let sums = unsafe PanelProduct.oneRow(row, shape: shape, panel: matrix.panel(panel))
          unsafe finish(sums, panel: panel, output: output)
        }
      }
    }
  }

  @inline(__always)
  @unsafe private func finish(_ sums: Panel, panel: Int, output: UnsafeMutablePointer<Float>) {
    let channel = panel * Panel.scalarCount
    let finish = epilogue.panel(from: channel)
    unsafe finish.store(
      sums + finish.bias, adding: nil, to: output, at: channel,
      isWhole: channel + Panel.scalarCount <= outputStride)
  }
}
