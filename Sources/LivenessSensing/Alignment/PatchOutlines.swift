/// The box of image pixels that each depth pixel of a row covers, by its first and last column and
/// row; empty where the last comes before the first.
struct PatchOutlines {
  private(set) var columns: PixelSpans
  private(set) var rows: PixelSpans
  /// Whether a pixel has a neighbour that does not lie on its surface, so that its box is not known
  /// from the neighbours' centres.
  let isOpen: [Bool]

  /// The boxes of pixels whose neighbours all lie on their surface.
  init(
    of here: PatchRow, between above: PatchRow, and below: PatchRow, joinedBy step: SurfaceStep,
    on image: CameraModel
  ) {
    columns = PixelSpans(of: here.x, between: above.x, and: below.x, below: image.width)
    rows = PixelSpans(of: here.y, between: above.y, and: below.y, below: image.height)
    isOpen = Self.open(here.distances, above.distances, below.distances, step)
  }

  /// Sets the box of a pixel whose edges are halfway to the given places on the image.
  mutating func close(
    _ pixel: Int, left: SIMD2<Float>, right: SIMD2<Float>, up: SIMD2<Float>, down: SIMD2<Float>
  ) {
    columns.set(pixel, left.x, right.x, up.x, down.x)
    rows.set(pixel, left.y, right.y, up.y, down.y)
  }

  /// Leaves out a pixel that saw nothing.
  mutating func clear(_ pixel: Int) { columns.clear(pixel) }

  private static func open(
    _ here: [Float], _ above: [Float], _ below: [Float], _ step: SurfaceStep
  ) -> [Bool] {
    let width = here.count - 2
    let own = here.span.extracting(1..<width + 1)
    let left = here.span.extracting(0..<width)
    let right = here.span.extracting(2..<width + 2)
    let up = above.span.extracting(1..<width + 1)
    let down = below.span.extracting(1..<width + 1)
    var isOpen = [Bool](repeating: true, count: width)
    for i in 0..<width {
      // A sum, because `&&` would be a branch.
      var joined: Int32 = step.joins(own[i], left[i]) ? 1 : 0
      joined &+= step.joins(own[i], right[i]) ? 1 : 0
      joined &+= step.joins(own[i], up[i]) ? 1 : 0
      joined &+= step.joins(own[i], down[i]) ? 1 : 0
      isOpen[i] = joined < 4
    }
    return isOpen
  }
}

/// The first and the last image pixel, along one axis, that each depth pixel of a row covers.
struct PixelSpans {
  private(set) var first: [Int32]
  private(set) var last: [Int32]
  private let end: Int32

  /// Edges halfway to the neighbours' centres, which are given with a border of one pixel.
  init(of here: [Float], between above: [Float], and below: [Float], below end: Int) {
    let width = here.count - 2
    let left = here.span.extracting(0..<width)
    let right = here.span.extracting(2..<width + 2)
    let up = above.span.extracting(1..<width + 1)
    let down = below.span.extracting(1..<width + 1)
    var first = [Int32](repeating: 0, count: width)
    var last = first
    let end = Int32(end)
    for i in 0..<width {
      first[i] = Self.first(left[i], right[i], up[i], down[i])
      last[i] = Self.last(left[i], right[i], up[i], down[i], below: end)
    }
    (self.first, self.last, self.end) = (first, last, end)
  }

  mutating func set(_ pixel: Int, _ left: Float, _ right: Float, _ up: Float, _ down: Float) {
    first[pixel] = Self.first(left, right, up, down)
    last[pixel] = Self.last(left, right, up, down, below: end)
  }

  mutating func clear(_ pixel: Int) { (first[pixel], last[pixel]) = (0, -1) }

  /// Neighbouring outlines overlap by a trace, so that rounding opens no gap between them.
  private static let overlap: Float = 0.03125

  /// A corner is the centre and half the way to a neighbour on either axis of the depth camera; the
  /// centre cancels out of the sum.
  @inline(__always)
  private static func first(_ left: Float, _ right: Float, _ up: Float, _ down: Float) -> Int32 {
    let low = (min(left, right) + min(up, down)) / 2 - overlap
    return max(0, 0 &- floor(-low))
  }

  @inline(__always)
  private static func last(
    _ left: Float, _ right: Float, _ up: Float, _ down: Float, below end: Int32
  ) -> Int32 {
    let high = (max(left, right) + max(up, down)) / 2 + overlap
    return min(end &- 1, floor(high))
  }

  /// The largest whole number that is not above a value; for values below 2²² in magnitude, and any
  /// number at all for others.
  ///
  /// Floats between 2²³ and 2²⁴ are the whole numbers, with the number in their low bits.
  @inline(__always)
  private static func floor(_ value: Float) -> Int32 {
    let offset: Float = 0x1.8p23
    let rounded = value + offset
    let nearest = Int32(bitPattern: rounded.bitPattern &- offset.bitPattern)
    return rounded - offset > value ? nearest &- 1 : nearest
  }
}
