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
    let (lefts, rights) = (patches.columns.first.span, patches.columns.last.span)
    let (tops, bottoms) = (patches.rows.first.span, patches.rows.last.span)
    let depths = depths.span.extracting(1..<lefts.count + 1)
    for i in lefts.indices {
      let (left, right) = (Int(lefts[i]), Int(rights[i]))
      let (top, bottom) = (Int(tops[i]), Int(bottoms[i]))
      let (wider, taller) = (right &- left, bottom &- top)
      guard wider >= 0, taller >= 0 else { continue }
      // A patch lies within the image, so that nothing here can overflow.
      painted &+= (wider &+ 1) &* (taller &+ 1)
      guard painted <= limit else {
        throw .implausibleGeometry(paintedPixels: painted, limit: limit)
      }
      let depth = depths[i]
      let (first, last) = (top &* width, bottom &* width)
      if wider < 2, taller < 2 {
        // Painting a pixel twice takes less time than asking whether there is another one, and
        // reading all of them first less than waiting for each to be written.
        let (a, b) = (pixels[first &+ left], pixels[first &+ right])
        let (c, d) = (pixels[last &+ left], pixels[last &+ right])
        pixels[first &+ left] = Self.nearer(a, depth)
        pixels[first &+ right] = Self.nearer(b, depth)
        pixels[last &+ left] = Self.nearer(c, depth)
        pixels[last &+ right] = Self.nearer(d, depth)
      } else {
        for row in stride(from: first, through: last, by: width) {
          for index in row &+ left...row &+ right {
            pixels[index] = Self.nearer(pixels[index], depth)
          }
        }
      }
    }
    paintedPixels = painted
  }

  @inline(__always)
  private static func nearer(_ found: Float, _ depth: Float) -> Float {
    // A comparison with a hole is false: the first patch always enters.
    found < depth ? found : depth
  }
}
