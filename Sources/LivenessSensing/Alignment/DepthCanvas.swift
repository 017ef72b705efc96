/// A depth map on the image's grid, painted patch by patch; the nearest patch wins a pixel.
struct DepthCanvas {
  private let width: Int
  private let height: Int
  private let limit: Int
  private var paintedPixels = 0
  /// The distances so far; not a number where no patch was painted.
  private(set) var values: [Float]

  /// An empty canvas that takes at most so many pixels, overpainted ones included.
  init(width: Int, height: Int, limit: Int) {
    self.width = width
    self.height = height
    self.limit = limit
    values = [Float](repeating: .nan, count: width * height)
  }

  /// Paints a row of patches with the depths of their points, which have a border of one pixel.
  mutating func paint(
    _ patches: PatchOutlines, of points: SeenPoints, count: Int
  ) throws(AlignmentError) {
    precondition(
      count <= patches.stride && count < points.stride
        && patches.isOn(width: width, height: height),
      "every patch has a point, and lies on the canvas")
    let (limit, width) = (limit, width)
    var painted = paintedPixels
    var pixels = values.mutableSpan
    let stride = patches.stride
    let sides = patches.sides.span
    let depths = points.numbers.span.extracting(points.start(of: .depth)...)
    for i in 0..<count {
      let (left, right) = unsafe (Int(sides[unchecked: i]), Int(sides[unchecked: stride &+ i]))
      let (top, bottom) = unsafe (
        Int(sides[unchecked: 2 &* stride &+ i]), Int(sides[unchecked: 3 &* stride &+ i])
      )
      let (wider, taller) = (right &- left, bottom &- top)
      guard wider | taller >= 0 else { continue }
      // The box lies on the canvas, so that nothing here overflows or is outside.
      painted &+= (wider &+ 1) &* (taller &+ 1)
      guard painted <= limit else {
        throw .implausibleGeometry(paintedPixels: painted, limit: limit)
      }
      let depth = unsafe depths[unchecked: i &+ 1]
      let (first, last) = (top &* width, bottom &* width)
      if wider < 2, taller < 2 {
        // Painting a pixel twice takes less time than asking whether there is another one, and
        // reading all of them first less than waiting for each to be written.
        let (a, b) = unsafe (pixels[unchecked: first &+ left], pixels[unchecked: first &+ right])
        let (c, d) = unsafe (pixels[unchecked: last &+ left], pixels[unchecked: last &+ right])
        unsafe pixels[unchecked: first &+ left] = Self.nearer(a, depth)
        unsafe pixels[unchecked: first &+ right] = Self.nearer(b, depth)
        unsafe pixels[unchecked: last &+ left] = Self.nearer(c, depth)
        unsafe pixels[unchecked: last &+ right] = Self.nearer(d, depth)
      } else {
        for row in Swift.stride(from: first, through: last, by: width) {
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
