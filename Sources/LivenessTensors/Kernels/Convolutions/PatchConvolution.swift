/// Convolution as products of the patches below the windows with the filters, strip by strip, so
/// that the patches stay in the cache.
///
/// For every window, stride, padding, dilation and number of groups. Where the window looks at one
/// pixel and pixels lie side by side, the map is read as it is.
package struct PatchConvolution: MapKernel {
  private let parameters: Geometry
  private let input: MapLayout
  private let output: MapLayout
  private let matrices: [PreparedMatrix]
  private let epilogue: Epilogue
  private let strips: RowStrips

  private struct Geometry: Sendable {
    let vertical, horizontal: WindowPlacement
    let groups, channels, outputs: Int
    let isPooled: Bool
    let readsMap: Bool
    var taps: Int { vertical.kernel * horizontal.kernel }
    /// Rows of the convolution for a row of the result.
    var rowsPerOutputRow: Int { isPooled ? 2 : 1 }
  }

  /// Lays out the filters.
  package init(
    _ parameters: ConvolutionParameters, input: MapLayout, output: MapLayout,
    backend: ProductBackend = .preferred
  ) {
    parameters.require(input: input, output: output)
    let geometry = Geometry(
      vertical: parameters.vertical, horizontal: parameters.horizontal, groups: parameters.groups,
      channels: parameters.inputChannels / parameters.groups,
      outputs: parameters.outputChannels / parameters.groups, isPooled: parameters.isPooled,
      readsMap: parameters.isPointwise && parameters.groups == 1 && input.border == 0)
    self.parameters = geometry
    self.input = input
    self.output = output
    matrices = (0..<geometry.groups).map { group in
      PreparedMatrix(
        rows: geometry.taps * geometry.channels, columns: geometry.outputs, backend: backend,
        isFilledUp: geometry.groups == 1
      ) { row, column in
        let (tap, channel) = row.quotientAndRemainder(dividingBy: geometry.channels)
        let (i, j) = tap.quotientAndRemainder(dividingBy: geometry.horizontal.kernel)
        return parameters.weight(
          output: group * geometry.outputs + column, channel: channel, row: i, column: j)
      }
    }
    epilogue = Epilogue(
      channels: parameters.outputChannels, bias: parameters.bias, activation: parameters.activation)
    let pixelCount = max(1, geometry.taps * geometry.channels + output.channelStride)
    strips = RowStrips(
      height: output.height, width: output.width * geometry.rowsPerOutputRow,
      pixels: max(32, Self.targetCount / pixelCount))
  }

  /// Floats of scratch memory to aim at: patches and sums of a strip stay in the second-level cache.
  private static let targetCount = 48 << 10

  package var partCount: Int { strips.count }

  /// Pixels of the convolution in a strip.
  private var pixelCount: Int {
    strips.rowsPerStrip * parameters.rowsPerOutputRow * parameters.horizontal.outputCount
  }
  private var patchCount: Int { parameters.taps * parameters.channels }
  /// Floats of the patches of one group, and room for a last vector; each group's take the place of those
  /// before.
  private var patchesCount: Int {
    parameters.readsMap ? 0 : (pixelCount * patchCount + 31) / 16 * 16
  }
  /// Floats from the sums of one pixel to those of the next; a group may fill up beyond its last.
  private var sumStride: Int {
    (parameters.groups - 1) * parameters.outputs + parameters.outputs.roundedUpToLanes
  }

  package var scratchCount: Int {
    patchesCount + pixelCount * sumStride.roundedUpToLanes + 2 * Panel.scalarCount
  }

  /// Whether the sums begin with the bias, and not with 0.
  private var addsUp: Bool { matrices[0].addsUp }

  /// Whether the sums of a strip lie as its pixels do, so that they are added up where they belong.
  private var sumsInPlace: Bool {
    parameters.groups == 1 && !parameters.isPooled
      && output.rowStride == output.width * output.channelStride
  }

  @unsafe package func run(
    parts: Range<Int>, input: UnsafePointer<Float>, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let stride = sumStride.roundedUpToLanes
    for part in parts {
      let rows = strips[part]
      let factor = parameters.rowsPerOutputRow
      let windows = rows.lowerBound * factor..<rows.upperBound * factor
      let count = windows.count * parameters.horizontal.outputCount
      let place = self.output.offset(row: rows.lowerBound, column: 0)
      let sums = unsafe sumsInPlace ? output + place : scratch + patchesCount
      if addsUp {
        unsafe epilogue.start(
          sums, pixels: count, stride: stride, channels: self.output.channelStride,
          adding: sumsInPlace ? other.map { unsafe $0 + place } : nil)
      } else if parameters.groups > 1 {
        unsafe sums.update(repeating: 0, count: count * stride)
      }
      for group in 0..<parameters.groups {
        var patches = unsafe UnsafePointer(scratch)
        var leading = patchCount
        if parameters.readsMap {
          unsafe patches = input + self.input.offset(row: windows.lowerBound, column: 0)
          leading = self.input.channelStride
        } else {
          unsafe gather(windows, group: group, input: input, into: scratch)
        }
        unsafe matrices[group].product(
          count: count, a: patches, leadingA: leading, c: sums + group * parameters.outputs,
          leadingC: stride)
      }
      if parameters.isPooled {
        unsafe finishPooled(rows, sums: sums, stride: stride, output: output)
      } else if !(sumsInPlace && addsUp && epilogue.isIdentity) {
        unsafe finish(rows, sums: sums, stride: stride, other: other, output: output)
      }
    }
  }

  /// Writes the patches of one group below the windows, one after another.
  @unsafe private func gather(
    _ rows: Range<Int>, group: Int, input: UnsafePointer<Float>,
    into patches: UnsafeMutablePointer<Float>
  ) {
    let (vertical, horizontal) = (parameters.vertical, parameters.horizontal)
    let channels = parameters.channels
    // A row of taps is one run of the map where nothing lies between its pixels.
    let isRun =
      parameters.groups == 1 && horizontal.dilation == 1 && holdsRuns(along: horizontal)
    let runs = isRun ? 1 : horizontal.kernel
    let length = isRun ? horizontal.kernel * channels : channels
    var patch = unsafe patches
    for row in rows {
      for column in 0..<horizontal.outputCount {
        for i in 0..<vertical.kernel {
          let y = vertical.position(ofWindow: row, tap: i)
          for j in 0..<runs {
            let x = horizontal.position(ofWindow: column, tap: j)
            if y < 0 || y >= vertical.inputCount
              || (!isRun && (x < 0 || x >= horizontal.inputCount))
            {
              unsafe Self.clear(patch, count: length)
            } else {
              unsafe Self.copy(
                input + self.input.offset(row: y, column: x) + group * channels, to: patch,
                count: length)
            }
            unsafe patch += length
          }
        }
      }
    }
  }

  /// Whether the taps of every window lie side by side within the memory of a row.
  private func holdsRuns(along axis: WindowPlacement) -> Bool {
    input.channelStride == input.channels && axis.padding <= input.border
      && axis.position(ofWindow: axis.outputCount - 1, tap: axis.kernel - 1)
        < input.paddedWidth - input.border
  }

  // Whole vectors: what they write too much is written again, or lies in the room for it.

  @inline(__always)
  @unsafe private static func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in stride(from: 0, to: count, by: Lanes.scalarCount) {
      unsafe (target + index).lanes = (source + index).lanes
    }
  }

  @inline(__always)
  @unsafe private static func clear(_ target: UnsafeMutablePointer<Float>, count: Int) {
    for index in stride(from: 0, to: count, by: Lanes.scalarCount) {
      unsafe (target + index).lanes = .zero
    }
  }

  /// Takes the sums of a strip to the output.
  @unsafe private func finish(
    _ rows: Range<Int>, sums: UnsafePointer<Float>, stride: Int, other: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    let other = unsafe sumsInPlace && addsUp ? nil : other
    var source = unsafe sums
    for row in rows {
      let place = self.output.offset(row: row, column: 0)
      unsafe epilogue.finish(
        source, stride: stride, addsBias: !addsUp, adding: other.map { unsafe $0 + place },
        to: output + place, stride: self.output.channelStride, pixels: self.output.width)
      unsafe source += self.output.width * stride
    }
  }

  /// Takes the largest of each 2×2 sums of a strip to the output.
  @unsafe private func finishPooled(
    _ rows: Range<Int>, sums: UnsafePointer<Float>, stride: Int,
    output: UnsafeMutablePointer<Float>
  ) {
    let line = parameters.horizontal.outputCount * stride
    for row in rows {
      var source = unsafe sums + 2 * (row - rows.lowerBound) * line
      for column in 0..<self.output.width {
        let target = unsafe output + self.output.offset(row: row, column: column)
        var channel = 0
        while channel < self.output.channelStride {
          let first = unsafe source + channel
          let second = unsafe first + line
          let upper = unsafe first.lanes.maximum(with: (first + stride).lanes)
          let lower = unsafe second.lanes.maximum(with: (second + stride).lanes)
          let bias: Lanes = addsUp ? .zero : epilogue.bias(from: channel)
          unsafe (target + channel).lanes =
            epilogue.activated(upper.maximum(with: lower) + bias, from: channel)
          channel += Lanes.scalarCount
        }
        unsafe source += 2 * stride
      }
    }
  }
}
