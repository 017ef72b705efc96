/// Convolution 3×3 at stride 1 by Winograd's minimal filtering F(4×4, 3×3): a quarter of the
/// products of the definition (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2016).
///
/// Tiles of 6×6 pixels, which overlap by two, are transformed to 36 planes; a product for each plane
/// with the transformed filters and a transform back give 4×4 pixels of the result, where bias,
/// activation and pooling follow at once.
package struct WinogradConvolution: MapKernel {
  private static let planes = 36

  private let input: MapLayout
  private let output: MapLayout
  private let matrices: [PreparedMatrix]
  private let epilogue: Epilogue
  private let isPooled: Bool
  /// Rows and columns of the convolution.
  private let height, width: Int
  private let tileRows, tileColumns: Int
  private let tileRowsPerPart, partsPerBlock: Int

  /// Transforms the filters.
  ///
  /// - Precondition: ``canCompute(_:input:)``.
  package init(
    _ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout,
    backend: ProductBackend = .preferred
  ) {
    parameters.require(input: input, output: output)
    precondition(
      Self.canCompute(parameters, input: input),
      "Winograd's filtering takes 3×3 windows at stride 1 and padding 1 and zeros around the map, "
        + "found \(parameters)")
    self.input = input
    self.output = output
    (height, width) = (input.height, input.width)
    isPooled = parameters.isPooled
    let (inputs, outputs) = (input.channels, output.channels)
    let filters = WinogradFilters(of: parameters.weight, inputs: inputs, outputs: outputs)
    matrices = unsafe filters.mapPlanes { plane in
      unsafe PreparedMatrix(
        rows: inputs, columns: outputs, backend: backend, scalars: plane, leading: filters.leading)
    }
    epilogue = Epilogue(channels: outputs, bias: parameters.bias, activation: parameters.activation)
    tileRows = (height + 3) / 4
    tileColumns = (width + 3) / 4
    let rowCount =
      Self.planes * tileColumns * (input.channelStride + output.channelStride)
    let rowsPerBlock = max(1, min(tileRows, Self.targetCount(backend) / rowCount))
    switch backend {
    case .packed:
      // A row of tiles has the same sums in a block of any size.
      (tileRowsPerPart, partsPerBlock) = (1, rowsPerBlock)
    case .blas:
      // BLAS may add up in another order for another number of rows.
      let half = max(1, min(tileRows, max((tileRows + 1) / 2, (15 + tileColumns) / tileColumns)))
      (tileRowsPerPart, partsPerBlock) = (min(rowsPerBlock, half), 1)
    }
  }

  /// Floats of scratch memory to aim at: the planes of a block stay in the second-level cache, or
  /// near it where larger products pay for that.
  private static func targetCount(_ backend: ProductBackend) -> Int {
    switch backend {
    case .packed: 96 << 10
    case .blas: 160 << 10
    }
  }

  /// Whether the convolution is of the kind that this kernel computes.
  package static func canCompute(_ parameters: ConvolutionParameters, input: MapLayout) -> Bool {
    func fits(_ axis: WindowPlacement) -> Bool {
      axis.kernel == 3 && axis.stride == 1 && axis.padding == 1 && axis.dilation == 1
        && axis.outputCount == axis.inputCount
    }
    return parameters.groups == 1 && fits(parameters.vertical) && fits(parameters.horizontal)
      && input.border == 1 && input.channelStride == input.channels.roundedUpToLanes
  }

  package var partCount: Int { (tileRows + tileRowsPerPart - 1) / tileRowsPerPart }

  private var tilesPerBlock: Int {
    min(tileRows, tileRowsPerPart * partsPerBlock) * tileColumns
  }

  /// Floats from one plane to the next, an odd number of cache lines: the 36 planes of a tile would
  /// else meet in few sets of the cache.
  private func planeStride(channelStride: Int) -> Int {
    ((tilesPerBlock * channelStride + 15) / 16 | 1) * 16
  }
  private var inputPlane: Int { planeStride(channelStride: input.channelStride) }
  private var outputPlane: Int { planeStride(channelStride: output.channelStride) }
  private var tileCount: Int { Self.planes * Lanes.scalarCount }

  package var scratchCount: Int {
    tileCount + Self.planes * (inputPlane + outputPlane) + 2 * Panel.scalarCount
  }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let transformed = unsafe scratch + tileCount
    let products = unsafe transformed + Self.planes * inputPlane
    for first in stride(from: parts.lowerBound, to: parts.upperBound, by: partsPerBlock) {
      let last = min(first + partsPerBlock, parts.upperBound)
      let rows = first * tileRowsPerPart..<min(last * tileRowsPerPart, tileRows)
      unsafe transformInput(rows, input: input, tile: scratch, into: transformed)
      for plane in 0..<Self.planes {
        unsafe matrices[plane].product(
          count: rows.count * tileColumns, a: transformed + plane * inputPlane,
          leadingA: self.input.channelStride, c: products + plane * outputPlane,
          leadingC: self.output.channelStride)
      }
      unsafe transformOutput(rows, products: products, tile: scratch, other: other, into: output)
    }
  }

  @unsafe private func transformInput(
    _ rows: Range<Int>, input: UnsafePointer<Float>, tile: UnsafeMutablePointer<Float>,
    into transformed: UnsafeMutablePointer<Float>
  ) {
    let (pixel, line, plane) = (self.input.channelStride, self.input.rowStride, inputPlane)
    let width = Lanes.scalarCount
    var target = unsafe transformed
    for row in rows {
      for column in 0..<tileColumns {
        let corner =
          unsafe input + self.input.offset(row: 4 * row - 1, column: 4 * column - 1)
        for channel in stride(from: 0, to: pixel, by: width) {
          for j in 0..<6 {
            let d = unsafe corner + j * pixel + channel
            let t = unsafe WinogradTransforms.input(
              (
                d.lanes, (d + line).lanes, (d + 2 * line).lanes, (d + 3 * line).lanes,
                (d + 4 * line).lanes, (d + 5 * line).lanes
              ))
            let q = unsafe tile + j * width
            unsafe Self.store(t, to: q, step: 6 * width)
          }
          for i in 0..<6 {
            let q = unsafe UnsafePointer(tile) + 6 * i * width
            let t = unsafe WinogradTransforms.input(Self.load(q, step: width))
            unsafe Self.store(t, to: target + 6 * i * plane + channel, step: plane)
          }
        }
        unsafe target += pixel
      }
    }
  }

  @unsafe private func transformOutput(
    _ rows: Range<Int>, products: UnsafePointer<Float>, tile: UnsafeMutablePointer<Float>,
    other: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
  ) {
    let (pixel, plane, width) = (self.output.channelStride, outputPlane, Lanes.scalarCount)
    var source = unsafe products
    for row in rows {
      for column in 0..<tileColumns {
        for channel in stride(from: 0, to: pixel, by: width) {
          for j in 0..<6 {
            let m = unsafe Self.load(source + j * plane + channel, step: 6 * plane)
            let t = WinogradTransforms.output(m)
            let q = unsafe tile + j * width
            unsafe q.lanes = t.0
            unsafe (q + 6 * width).lanes = t.1
            unsafe (q + 12 * width).lanes = t.2
            unsafe (q + 18 * width).lanes = t.3
          }
          if isPooled {
            unsafe finishPooled(tile, row: row, column: column, channel: channel, output: output)
          } else {
            unsafe finish(
              tile, row: row, column: column, channel: channel, other: other, output: output)
          }
        }
        unsafe source += pixel
      }
    }
  }

  /// Writes the 4×4 pixels of a tile, as far as the map goes.
  @inline(__always)
  @unsafe private func finish(
    _ tile: UnsafePointer<Float>, row: Int, column: Int, channel: Int,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let (pixel, width) = (self.output.channelStride, Lanes.scalarCount)
    let bias: Lanes = epilogue.bias(from: channel)
    let columns = min(4, self.width - 4 * column)
    for i in 0..<min(4, height - 4 * row) {
      let y = unsafe WinogradTransforms.output(Self.load(tile + 6 * i * width, step: width))
      let offset = self.output.offset(row: 4 * row + i, column: 4 * column) + channel
      @inline(__always) func write(_ sums: Lanes, _ offset: Int) {
        var sums = sums + bias
        if let other = unsafe other { unsafe sums += (other + offset).lanes }
        unsafe (output + offset).lanes = epilogue.activated(sums, from: channel)
      }
      write(y.0, offset)
      if columns > 1 { write(y.1, offset + pixel) }
      if columns > 2 { write(y.2, offset + 2 * pixel) }
      if columns > 3 { write(y.3, offset + 3 * pixel) }
    }
  }

  /// Writes the largest of each 2×2 pixels of a tile, as far as the map goes.
  @inline(__always)
  @unsafe private func finishPooled(
    _ tile: UnsafePointer<Float>, row: Int, column: Int, channel: Int,
    output: UnsafeMutablePointer<Float>
  ) {
    let (pixel, width) = (self.output.channelStride, Lanes.scalarCount)
    let bias: Lanes = epilogue.bias(from: channel)
    let columns = min(2, self.output.width - 2 * column)
    for i in 0..<min(2, self.output.height - 2 * row) where columns > 0 {
      let q = unsafe tile + 12 * i * width
      let a = unsafe WinogradTransforms.output(Self.load(q, step: width))
      let b = unsafe WinogradTransforms.output(Self.load(q + 6 * width, step: width))
      let target =
        unsafe output + self.output.offset(row: 2 * row + i, column: 2 * column) + channel
      let first = a.0.maximum(with: a.1).maximum(with: b.0.maximum(with: b.1))
      unsafe target.lanes = epilogue.activated(first + bias, from: channel)
      if columns > 1 {
        let second = a.2.maximum(with: a.3).maximum(with: b.2.maximum(with: b.3))
        unsafe (target + pixel).lanes = epilogue.activated(second + bias, from: channel)
      }
    }
  }

  @inline(__always)
  @unsafe private static func load(
    _ source: UnsafePointer<Float>, step: Int
  ) -> WinogradTransforms.Six<Lanes> {
    unsafe (
      source.lanes, (source + step).lanes, (source + 2 * step).lanes,
      (source + 3 * step).lanes, (source + 4 * step).lanes, (source + 5 * step).lanes
    )
  }

  @inline(__always)
  @unsafe private static func store(
    _ vectors: WinogradTransforms.Six<Lanes>, to target: UnsafeMutablePointer<Float>, step: Int
  ) {
    unsafe target.lanes = vectors.0
    unsafe (target + step).lanes = vectors.1
    unsafe (target + 2 * step).lanes = vectors.2
    unsafe (target + 3 * step).lanes = vectors.3
    unsafe (target + 4 * step).lanes = vectors.4
    unsafe (target + 5 * step).lanes = vectors.5
  }
}
