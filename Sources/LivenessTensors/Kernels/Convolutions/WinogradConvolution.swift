/// Convolution 3×3 at stride 1 by Winograd's minimal filtering F(4×4, 3×3): a quarter of the
/// products of the definition (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2016).
///
/// Tiles of 6×6 pixels, which overlap by two, are transformed to 36 planes; a product for each plane
/// with the transformed filters and a transform back give 4×4 pixels of the result, where bias,
/// activation and pooling follow at once.
package struct WinogradConvolution: MapKernel {
  static let planes = 36

  let input: MapLayout
  let output: MapLayout
  private let matrices: [PreparedMatrix]
  let epilogue: Epilogue
  let isPooled: Bool
  /// Rows and columns of the convolution.
  let height, width: Int
  let tileRows, tileColumns: Int
  private let tileRowsPerPart, partsPerBlock: Int
  /// Whether the planes of the whole map are computed at once.
  private let isOneBlock: Bool

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
    matrices = WinogradFilters.planes(
      of: parameters.weight, inputs: inputs, outputs: outputs, tileSize: .four, backend: backend)
    epilogue = Epilogue(channels: outputs, bias: parameters.bias, activation: parameters.activation)
    tileRows = (height + 3) / 4
    tileColumns = (width + 3) / 4
    let rowCount =
      Self.planes * tileColumns * (input.channelStride + output.channelStride)
    let rowsPerBlock = max(1, min(tileRows, Self.targetCount(backend) / rowCount))
    isOneBlock = rowsPerBlock == tileRows
    switch backend {
    case .packed:
      // A row of tiles has the same sums in a block of any size.
      (tileRowsPerPart, partsPerBlock) = (1, rowsPerBlock)
    case .blas:
      // BLAS may add up in another order for another number of rows.
      let half = max(1, min(tileRows, max((tileRows + 1) / 2, (15 + tileColumns) / tileColumns)))
      (tileRowsPerPart, partsPerBlock) = (isOneBlock ? tileRows : min(rowsPerBlock, half), 1)
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
  var inputPlane: Int { planeStride(channelStride: input.channelStride) }
  var outputPlane: Int { planeStride(channelStride: output.channelStride) }
  /// Floats of a transformed tile, one for each row of tiles, so that none is of two threads.
  var tileCount: Int { Self.planes * Lanes.scalarCount }
  var tilesCount: Int { tileCount * (isOneBlock ? tileRows : 1) }

  package var scratchCount: Int {
    tilesCount + Self.planes * (inputPlane + outputPlane) + 2 * Panel.scalarCount
  }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: parts.lowerBound, to: parts.upperBound, by: partsPerBlock) {
      let last = min(first + partsPerBlock, parts.upperBound)
      let rows = first * tileRowsPerPart..<min(last * tileRowsPerPart, tileRows)
      unsafe transformInput(rows, at: 0, input: input, scratch: scratch)
      unsafe multiply(0..<Self.planes, rowCount: rows.count, scratch: scratch)
      unsafe transformOutput(rows, at: 0, other: other, into: output, scratch: scratch)
    }
  }

  /// The three phases for rows of tiles, planes, and rows of tiles, where the map is one block.
  package var phases: [any MapKernel] {
    guard isOneBlock && tileRows > 1 else { return [] }
    let count = scratchCount
    return unsafe [
      KernelPhase(partCount: tileRows, scratchCount: count) { rows, input, _, _, scratch in
        unsafe transformInput(rows, at: rows.lowerBound, input: input, scratch: scratch)
      },
      KernelPhase(partCount: Self.planes, scratchCount: count) { planes, _, _, _, scratch in
        unsafe multiply(planes, rowCount: tileRows, scratch: scratch)
      },
      KernelPhase(partCount: tileRows, scratchCount: count) { rows, _, other, output, scratch in
        unsafe transformOutput(
          rows, at: rows.lowerBound, other: other, into: output, scratch: scratch)
      },
    ]
  }

  /// Multiplies some of the planes with their filters.
  @unsafe private func multiply(
    _ planes: Range<Int>, rowCount: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let transformed = unsafe scratch + tilesCount
    let products = unsafe transformed + Self.planes * inputPlane
    if matrices[0].addsUp {
      unsafe (products + planes.lowerBound * outputPlane).update(
        repeating: 0, count: planes.count * outputPlane)
    }
    for plane in planes {
      unsafe matrices[plane].product(
        count: rowCount * tileColumns, a: transformed + plane * inputPlane,
        leadingA: self.input.channelStride, c: products + plane * outputPlane,
        leadingC: self.output.channelStride)
    }
  }

  /// Transforms rows of tiles, of which the first goes to a row of the planes.
  @unsafe private func transformInput(
    _ rows: Range<Int>, at first: Int, input: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let (pixel, line, plane) = (self.input.channelStride, self.input.rowStride, inputPlane)
    let (width, tile) = (Lanes.scalarCount, unsafe scratch + first * tileCount)
    var target = unsafe scratch + tilesCount + first * tileColumns * pixel
    for row in rows {
      for column in 0..<tileColumns {
        let corner =
          unsafe input + self.input.offset(row: 4 * row - 1, column: 4 * column - 1)
        for channel in stride(from: 0, to: pixel, by: width) {
          for j in 0..<6 {
            let d = unsafe corner + (j &* pixel &+ channel)
            let t = unsafe WinogradTransforms.input(Self.load(d, step: line))
            unsafe Self.store(t, to: tile + j &* width, step: 6 &* width)
          }
          for i in 0..<6 {
            let t = unsafe WinogradTransforms.input(Self.load(tile + 6 &* i &* width, step: width))
            unsafe Self.store(t, to: target + (6 &* i &* plane &+ channel), step: plane)
          }
        }
        unsafe target += pixel
      }
    }
  }

  @inline(__always)
  @unsafe static func load(
    _ source: UnsafePointer<Float>, step: Int
  ) -> WinogradTransforms.Six<Lanes> {
    unsafe (
      source.lanes, (source + step).lanes, (source + 2 &* step).lanes,
      (source + 3 &* step).lanes, (source + 4 &* step).lanes, (source + 5 &* step).lanes
    )
  }

  @inline(__always)
  @unsafe private static func store(
    _ vectors: WinogradTransforms.Six<Lanes>, to target: UnsafeMutablePointer<Float>, step: Int
  ) {
    unsafe target.lanes = vectors.0
    unsafe (target + step).lanes = vectors.1
    unsafe (target + 2 &* step).lanes = vectors.2
    unsafe (target + 3 &* step).lanes = vectors.3
    unsafe (target + 4 &* step).lanes = vectors.4
    unsafe (target + 5 &* step).lanes = vectors.5
  }
}
