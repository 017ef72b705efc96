// The transform of the products back to pixels.

extension WinogradConvolution {
  /// Writes the pixels of rows of tiles, of which the first is at a row of the planes.
  @unsafe func transformOutput(
    _ rows: Range<Int>, at first: Int, other: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let pixel = self.output.channelStride
    let tile = unsafe scratch + first * tileCount
    var source =
      unsafe scratch + tilesCount + Self.planes * inputPlane + first * tileColumns * pixel
    for row in rows {
      for column in 0..<tileColumns {
        if isPooled {
          let at = self.output.offset(row: 2 * row, column: 2 * column)
          let height = min(2, self.output.height - 2 * row)
          let width = min(2, self.output.width - 2 * column)
          if height == 2 && width == 2 {
            unsafe finishPooled(source, tile: tile, height: 2, width: 2, output: output + at)
          } else {
            unsafe finishPooled(
              source, tile: tile, height: height, width: width, output: output + at)
          }
        } else {
          let at = self.output.offset(row: 4 * row, column: 4 * column)
          let height = min(4, self.height - 4 * row)
          let width = min(4, self.width - 4 * column)
          let other = unsafe other.map { unsafe $0 + at }
          if height == 4 && width == 4 {
            unsafe finish(
              source, tile: tile, height: 4, width: 4, other: other, output: output + at)
          } else {
            unsafe finish(
              source, tile: tile, height: height, width: width, other: other, output: output + at)
          }
        }
        unsafe source += pixel
      }
    }
  }

  /// Transforms the columns of one tile and vector of channels back, to four rows of six.
  @inline(__always)
  @unsafe private func transformColumns(
    _ source: UnsafePointer<Float>, plane: Int, into tile: UnsafeMutablePointer<Float>
  ) {
    let width = Lanes.scalarCount
    for j in 0..<6 {
      let m = unsafe Self.load(source + j &* plane, step: 6 &* plane)
      let t = WinogradTransforms.output(m)
      let q = unsafe tile + j &* width
      unsafe q.lanes = t.0
      unsafe (q + 6 &* width).lanes = t.1
      unsafe (q + 12 &* width).lanes = t.2
      unsafe (q + 18 &* width).lanes = t.3
    }
  }

  /// Writes the pixels of a tile, 4×4 or as far as the map goes.
  @inline(__always)
  @unsafe private func finish(
    _ source: UnsafePointer<Float>, tile: UnsafeMutablePointer<Float>, height: Int, width: Int,
    other: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let (pixel, line, plane) = (self.output.channelStride, self.output.rowStride, outputPlane)
    for channel in stride(from: 0, to: pixel, by: Lanes.scalarCount) {
      unsafe transformColumns(source + channel, plane: plane, into: tile)
      let bias: Lanes = epilogue.bias(from: channel)
      for i in 0..<height {
        let y = unsafe WinogradTransforms.output(
          Self.load(tile + 6 &* i &* Lanes.scalarCount, step: Lanes.scalarCount))
        @inline(__always) func write(_ sums: Lanes, _ column: Int) {
          let place = i &* line &+ column &* pixel &+ channel
          var sums = sums + bias
          if let other = unsafe other { unsafe sums += (other + place).lanes }
          unsafe (output + place).lanes = epilogue.activated(sums, from: channel)
        }
        write(y.0, 0)
        if width > 1 { write(y.1, 1) }
        if width > 2 { write(y.2, 2) }
        if width > 3 { write(y.3, 3) }
      }
    }
  }

  /// Writes the largest of each 2×2 pixels of a tile, 2×2 or as far as the map goes.
  @inline(__always)
  @unsafe private func finishPooled(
    _ source: UnsafePointer<Float>, tile: UnsafeMutablePointer<Float>, height: Int, width: Int,
    output: UnsafeMutablePointer<Float>
  ) {
    let (pixel, line, plane) = (self.output.channelStride, self.output.rowStride, outputPlane)
    if height < 1 || width < 1 { return }
    for channel in stride(from: 0, to: pixel, by: Lanes.scalarCount) {
      unsafe transformColumns(source + channel, plane: plane, into: tile)
      let bias: Lanes = epilogue.bias(from: channel)
      for i in 0..<height {
        let q = unsafe tile + 12 &* i &* Lanes.scalarCount
        let a = unsafe WinogradTransforms.output(Self.load(q, step: Lanes.scalarCount))
        let b = unsafe WinogradTransforms.output(
          Self.load(q + 6 &* Lanes.scalarCount, step: Lanes.scalarCount))
        let target = unsafe output + (i &* line &+ channel)
        let first = a.0.maximum(with: a.1).maximum(with: b.0.maximum(with: b.1))
        unsafe target.lanes = epilogue.activated(first + bias, from: channel)
        if width > 1 {
          let second = a.2.maximum(with: a.3).maximum(with: b.2.maximum(with: b.3))
          unsafe (target + pixel).lanes = epilogue.activated(second + bias, from: channel)
        }
      }
    }
  }
}
