/// A fully connected layer on the scalars of a map, its weights laid out in the order in which the
/// map lies in memory, so that they are read once, one after another.
package struct FullyConnected: MapKernel {
  private let input: MapLayout
  private let matrix: PackedMatrix
  private let epilogue: Epilogue
  private let shape: PanelProduct.RowShape

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

  private let outputStride: Int

  package var partCount: Int { matrix.panelCount }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let start = unsafe input + self.input.offset(row: 0, column: 0)
    for panel in parts {
      let channel = panel * Panel.scalarCount
      let finish = epilogue.panel(from: channel)
      let sums = unsafe PanelProduct.oneRow(start, shape: shape, panel: matrix.panel(panel))
      unsafe finish.store(
        sums + finish.bias, adding: nil, to: output, at: channel,
        isWhole: channel + Panel.scalarCount <= outputStride)
    }
  }
}
