/// The matrix whose columns are the patches of a map that a window covers ("im2col").
///
/// Row `(c · kernelHeight + i) · kernelWidth + j` holds tap `(i, j)` of channel `c`; there is a
/// column for each window, row of windows by row of windows. A product with it is a convolution
/// (Chellapilla et al., "High Performance Convolutional Neural Networks for Document Processing",
/// 2006).
package struct PatchMatrix: Sendable {
  /// Scalars of patches that kernels hold at a time: as many as stay in a core's own cache.
  package static let scratchCount = 96 * 1024

  /// Channels of the map.
  package let channels: Int
  /// The window along the rows of the map.
  package let vertical: WindowPlacement
  /// The window along its columns.
  package let horizontal: WindowPlacement

  /// Makes the matrix of a map that is `vertical.inputCount` by `horizontal.inputCount`.
  package init(channels: Int, vertical: WindowPlacement, horizontal: WindowPlacement) {
    self.channels = channels
    self.vertical = vertical
    self.horizontal = horizontal
  }

  /// Rows of the matrix.
  package var rowCount: Int { channels * vertical.kernel * horizontal.kernel }

  /// Whether the matrix is the map itself.
  package var isMap: Bool { vertical.isIdentity && horizontal.isIdentity }

  /// Rows of windows whose patches fit in a scratch of the given size; at least 1.
  package func stripHeight(scratchCount: Int) -> Int {
    let perRow = max(1, rowCount * horizontal.outputCount)
    return max(1, min(vertical.outputCount, scratchCount / perRow))
  }

  /// Writes the columns of some rows of windows; zeros stand for the padding.
  ///
  /// **Shape** `map`: `[channels, vertical.inputCount, horizontal.inputCount]`; `patches`:
  /// `[rowCount, rows.count · horizontal.outputCount]`.
  @unsafe package func gather(
    _ map: UnsafePointer<Float>, rows: Range<Int>, into patches: UnsafeMutablePointer<Float>
  ) {
    let width = horizontal.outputCount
    visitTaps { channel, i, j, row in
      let inside = horizontal.windows(insideAtTap: j)
      var target = unsafe patches + row * rows.count * width
      for window in rows {
        let y = vertical.position(ofWindow: window, tap: i)
        if inside.isEmpty || y < 0 || y >= vertical.inputCount {
          unsafe target.update(repeating: 0, count: width)
        } else {
          let x = horizontal.position(ofWindow: inside.lowerBound, tap: j)
          let source = unsafe map + (channel * vertical.inputCount + y) * horizontal.inputCount + x
          unsafe target.update(repeating: 0, count: inside.lowerBound)
          unsafe copy(source, to: target + inside.lowerBound, count: inside.count)
          unsafe (target + inside.upperBound).update(repeating: 0, count: width - inside.upperBound)
        }
        unsafe target += width
      }
    }
  }

  /// Adds the columns of some rows of windows back onto the map, where each came from ("col2im").
  ///
  /// **Shape** as for `gather`.
  @unsafe package func scatter(
    _ patches: UnsafePointer<Float>, rows: Range<Int>, ontoSumsIn map: UnsafeMutablePointer<Float>
  ) {
    let width = horizontal.outputCount
    let stride = horizontal.stride
    visitTaps { channel, i, j, row in
      let inside = horizontal.windows(insideAtTap: j)
      guard !inside.isEmpty else { return }
      let x = horizontal.position(ofWindow: inside.lowerBound, tap: j)
      for (index, window) in rows.enumerated() {
        let y = vertical.position(ofWindow: window, tap: i)
        guard y >= 0, y < vertical.inputCount else { continue }
        let source = unsafe patches + (row * rows.count + index) * width + inside.lowerBound
        let target = unsafe map + (channel * vertical.inputCount + y) * horizontal.inputCount + x
        for step in 0..<inside.count {
          unsafe target[step * stride] += source[step]
        }
      }
    }
  }

  private func visitTaps(_ body: (_ channel: Int, _ i: Int, _ j: Int, _ row: Int) -> Void) {
    var row = 0
    for channel in 0..<channels {
      for i in 0..<vertical.kernel {
        for j in 0..<horizontal.kernel {
          body(channel, i, j, row)
          row += 1
        }
      }
    }
  }

  @unsafe private func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    let stride = horizontal.stride
    if stride == 1 {
      unsafe target.update(from: source, count: count)
    } else {
      for step in 0..<count {
        unsafe target[step] = source[step * stride]
      }
    }
  }
}
