/// Convolution 3×3 at stride 1 by Winograd's minimal filtering F(2×2, 3×3): four ninths of the
/// products of the definition (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2016).
///
/// For small maps of many channels, where reading the filters takes longer than computing: 16 planes
/// of them are less than half of those that ``WinogradConvolution`` reads. The map is one part;
/// threads share the phases of it, so that each filter is read by one thread.
package struct SmallWinogradConvolution: MapKernel {
  private static let planes = 16

  private let input: MapLayout
  private let output: MapLayout
  /// The filters, plane by plane.
  private let matrices: [PreparedMatrix]
  private let epilogue: Epilogue
  private let isPooled: Bool
  /// Rows and columns of the convolution.
  private let height, width: Int
  private let tileRows, tileColumns: Int

  /// Transforms the filters.
  ///
  /// - Precondition: ``WinogradConvolution/canCompute(_:input:)``.
  package init(
    _ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout,
    backend: ProductBackend = .preferred
  ) {
    parameters.require(input: input, output: output)
    precondition(
      WinogradConvolution.canCompute(parameters, input: input),
      "Winograd's filtering takes 3×3 windows at stride 1 and padding 1 and zeros around the map, "
        + "found \(parameters)")
    self.input = input
    self.output = output
    (height, width) = (input.height, input.width)
    (tileRows, tileColumns) = ((height + 1) / 2, (width + 1) / 2)
    isPooled = parameters.isPooled
    let (inputs, outputs) = (input.channels, output.channels)
    matrices = WinogradFilters.planes(
      of: parameters.weight, inputs: inputs, outputs: outputs, tileSize: .two, backend: backend)
    epilogue = Epilogue(channels: outputs, bias: parameters.bias, activation: parameters.activation)
  }

  package var partCount: Int { 1 }

  /// Floats from one plane to the next, an odd number of cache lines: the planes of a tile would
  /// else meet in few sets of the cache.
  private func planeStride(channelStride: Int) -> Int {
    ((tileRows * tileColumns * channelStride + 15) / 16 | 1) * 16
  }
  private var inputPlane: Int { planeStride(channelStride: input.channelStride) }
  private var outputPlane: Int { planeStride(channelStride: output.channelStride) }

  package var scratchCount: Int {
    Self.planes * (inputPlane + outputPlane) + 2 * Panel.scalarCount
  }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    guard !parts.isEmpty else { return }
    unsafe transformInput(0..<tileRows, input: input, scratch: scratch)
    unsafe multiply(0..<Self.planes, scratch: scratch)
    unsafe transformOutput(0..<tileRows, other: other, into: output, scratch: scratch)
  }

  /// The three phases, for rows of tiles, planes, and rows of tiles.
  package var phases: [any MapKernel] {
    let count = scratchCount
    return unsafe [
      KernelPhase(partCount: tileRows, scratchCount: count) { rows, input, _, _, scratch in
        unsafe transformInput(rows, input: input, scratch: scratch)
      },
      KernelPhase(partCount: Self.planes, scratchCount: count) { planes, _, _, _, scratch in
        unsafe multiply(planes, scratch: scratch)
      },
      KernelPhase(partCount: tileRows, scratchCount: count) { rows, _, other, output, scratch in
        unsafe transformOutput(rows, other: other, into: output, scratch: scratch)
      },
    ]
  }

  /// Multiplies some of the planes with their filters.
  @unsafe private func multiply(_ planes: Range<Int>, scratch: UnsafeMutablePointer<Float>) {
    let products = unsafe scratch + Self.planes * inputPlane
    if matrices[0].addsUp {
      unsafe (products + planes.lowerBound * outputPlane).update(
        repeating: 0, count: planes.count * outputPlane)
    }
    for plane in planes {
      unsafe matrices[plane].product(
        count: tileRows * tileColumns, a: scratch + plane * inputPlane,
        leadingA: self.input.channelStride, c: products + plane * outputPlane,
        leadingC: self.output.channelStride)
    }
  }

  @unsafe private func transformInput(
    _ rows: Range<Int>, input: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let (pixel, line, plane) = (self.input.channelStride, self.input.rowStride, inputPlane)
    var target = unsafe scratch + rows.lowerBound * tileColumns * pixel
    for row in rows {
      for column in 0..<tileColumns {
        let corner = unsafe input + self.input.offset(row: 2 * row - 1, column: 2 * column - 1)
        for channel in stride(from: 0, to: pixel, by: Lanes.scalarCount) {
          let d = unsafe corner + channel
          let (a, b, c, e) = unsafe (
            Self.transformedColumn(d, line), Self.transformedColumn(d + pixel, line),
            Self.transformedColumn(d + 2 &* pixel, line),
            Self.transformedColumn(d + 3 &* pixel, line)
          )
          let t = unsafe target + channel
          unsafe Self.store(WinogradTransforms.smallInput((a.0, b.0, c.0, e.0)), to: t, plane)
          unsafe Self.store(
            WinogradTransforms.smallInput((a.1, b.1, c.1, e.1)), to: t + 4 &* plane, plane)
          unsafe Self.store(
            WinogradTransforms.smallInput((a.2, b.2, c.2, e.2)), to: t + 8 &* plane, plane)
          unsafe Self.store(
            WinogradTransforms.smallInput((a.3, b.3, c.3, e.3)), to: t + 12 &* plane, plane)
        }
        unsafe target += pixel
      }
    }
  }

  /// Writes the pixels of rows of tiles from their planes of products.
  @unsafe private func transformOutput(
    _ rows: Range<Int>, other: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let (pixel, plane) = (self.output.channelStride, outputPlane)
    var source = unsafe scratch + Self.planes * inputPlane + rows.lowerBound * tileColumns * pixel
    for row in rows {
      for column in 0..<tileColumns {
        for channel in stride(from: 0, to: pixel, by: Lanes.scalarCount) {
          let m = unsafe source + channel
          let (a, b, c, d) = unsafe (
            Self.resultColumn(m, plane), Self.resultColumn(m + plane, plane),
            Self.resultColumn(m + 2 &* plane, plane), Self.resultColumn(m + 3 &* plane, plane)
          )
          let upper = WinogradTransforms.smallOutput((a.0, b.0, c.0, d.0))
          let lower = WinogradTransforms.smallOutput((a.1, b.1, c.1, d.1))
          unsafe finish(
            (upper.0, upper.1, lower.0, lower.1), row: row, column: column, channel: channel,
            other: other, output: output)
        }
        unsafe source += pixel
      }
    }
  }

  /// Writes the 2×2 pixels of a tile as far as the map goes, or the largest of them.
  @inline(__always)
  @unsafe private func finish(
    _ y: WinogradTransforms.Four<Lanes>, row: Int, column: Int, channel: Int,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let pixel = self.output.channelStride
    if isPooled {
      guard row < self.output.height, column < self.output.width else { return }
      let largest = y.0.maximum(with: y.1).maximum(with: y.2.maximum(with: y.3))
      let offset = self.output.offset(row: row, column: column) + channel
      return unsafe write(largest, channel, other: nil, output, offset)
    }
    let offset = self.output.offset(row: 2 * row, column: 2 * column) + channel
    let (isRight, isBelow) = (2 * column + 1 < width, 2 * row + 1 < height)
    let below = offset + self.output.rowStride
    unsafe write(y.0, channel, other: other, output, offset)
    if isRight { unsafe write(y.1, channel, other: other, output, offset + pixel) }
    if isBelow { unsafe write(y.2, channel, other: other, output, below) }
    if isRight && isBelow { unsafe write(y.3, channel, other: other, output, below + pixel) }
  }

  @inline(__always)
  @unsafe private func write(
    _ sums: Lanes, _ channel: Int, other: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>, _ offset: Int
  ) {
    var sums = sums + epilogue.bias(from: channel)
    if let other = unsafe other { sums = unsafe sums + (other + offset).lanes }
    unsafe (output + offset).lanes = epilogue.activated(sums, from: channel)
  }

  @inline(__always)
  @unsafe private static func transformedColumn(
    _ d: UnsafePointer<Float>, _ line: Int
  ) -> WinogradTransforms.Four<Lanes> {
    unsafe WinogradTransforms.smallInput(
      (d.lanes, (d + line).lanes, (d + 2 &* line).lanes, (d + 3 &* line).lanes))
  }

  @inline(__always)
  @unsafe private static func resultColumn(
    _ m: UnsafePointer<Float>, _ plane: Int
  ) -> (Lanes, Lanes) {
    let line = 4 &* plane
    return unsafe WinogradTransforms.smallOutput(
      (m.lanes, (m + line).lanes, (m + 2 &* line).lanes, (m + 3 &* line).lanes))
  }

  @inline(__always)
  @unsafe private static func store(
    _ vectors: WinogradTransforms.Four<Lanes>, to target: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    unsafe target.lanes = vectors.0
    unsafe (target + step).lanes = vectors.1
    unsafe (target + 2 &* step).lanes = vectors.2
    unsafe (target + 3 &* step).lanes = vectors.3
  }
}
