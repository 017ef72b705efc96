/// A depth map on the image's grid, painted patch by patch; the nearest patch wins a pixel.
struct DepthCanvas {
  private let width: Int
  private let limit: Int
  private var paintedPixels = 0
  /// The distances so far; not a number where no patch was painted.
  private(set) var values: [Float]

  /// An empty canvas that takes at most so many pixels, overpainted ones included.
  init(width: Int, height: Int, limit: Int) {
    self.width = width
    self.limit = limit
    values = [Float](repeating: .nan, count: width * height)
  }

  /// Paints a row of patches at their depths, which are given with a border of one pixel.
  mutating func paint(
    _ patches: PatchOutlines, at depths: [Float]
  ) throws(AlignmentError) {
    let (limit, width) = (limit, width)
    var painted = paintedPixels
    var pixels = values.mutableSpan
    for i in patches.isOpen.indices {
      let (left, right) = (Int(patches.columns.first[i]), Int(patches.columns.last[i]))
      let (top, bottom) = (Int(patches.rows.first[i]), Int(patches.rows.last[i]))
      guard left <= right, top <= bottom else { continue }
      painted += (right - left + 1) * (bottom - top + 1)
      guard painted <= limit else {
        throw .implausibleGeometry(paintedPixels: painted, limit: limit)
      }
      let depth = depths[i + 1]
      if right - left < 2, bottom - top < 2 {
        // Painting a pixel twice takes less time than asking whether there is another one.
        let (first, last) = (top * width, bottom * width)
        Self.paint(&pixels, first + left, depth)
        Self.paint(&pixels, first + right, depth)
        Self.paint(&pixels, last + left, depth)
        Self.paint(&pixels, last + right, depth)
      } else {
        for row in top...bottom {
          for column in left...right { Self.paint(&pixels, row * width + column, depth) }
        }
      }
    }
    paintedPixels = painted
  }

  @inline(__always)
  private static func paint(_ pixels: inout MutableSpan<Float>, _ index: Int, _ depth: Float) {
    // A comparison with a hole is false: the first patch always enters.
    let found = pixels[index]
    pixels[index] = found < depth ? found : depth
  }
}
