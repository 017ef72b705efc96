/// The box of image pixels that each depth pixel of a row covers; empty where it ends before it
/// begins, within the image where it does not.
struct PatchOutlines {
  /// The sides of the boxes, one plane of numbers after the other.
  enum Side: Int, CaseIterable {
    /// The first and the last column.
    case left, right
    /// The first and the last row.
    case top, bottom
  }

  /// The numbers of a plane.
  let stride: Int
  /// The planes.
  private(set) var sides: [Int32]
  /// The pixels with a neighbour that does not lie on their surface, so that their boxes are not
  /// known from the neighbours' centres.
  private(set) var open: [Int] = []
  private let width: Int
  private let lastColumn: Float
  private let lastRow: Float

  /// Boxes for rows of so many pixels.
  init(count: Int, on image: CameraModel) {
    width = count
    stride = count.roundedUpToPixelLanes
    sides = [Int32](repeating: -1, count: stride * Side.allCases.count)
    (lastColumn, lastRow) = (Float(image.width - 1), Float(image.height - 1))
  }

  /// Whether the boxes are those of an image of this size.
  func isOn(width: Int, height: Int) -> Bool {
    lastColumn == Float(width - 1) && lastRow == Float(height - 1)
  }

  /// Finds the boxes of pixels whose neighbours all lie on their surface, and which pixels' do not.
  mutating func surround(
    _ here: SeenPoints, between above: SeenPoints, and below: SeenPoints,
    joinedBy step: SurfaceStep
  ) {
    let (x, y) = (here.start(of: .x), here.start(of: .y))
    precondition(
      stride + PixelLanes.scalarCount <= here.stride && here.stride == above.stride
        && here.stride == below.stride, "the rows have a border of one pixel")
    let (here, above, below) = (here.numbers.span, above.numbers.span, below.numbers.span)
    let distance = x &- (y &- x)
    let (stride, width, lastColumn, lastRow) = (stride, width, lastColumn, lastRow)
    var open = open
    self.open = []
    open.removeAll(keepingCapacity: true)
    var sides = sides.mutableSpan
    for index in Swift.stride(from: 0, to: stride, by: PixelLanes.scalarCount) {
      let columns = Self.span(here, above, below, at: x &+ index, upTo: lastColumn)
      let rows = Self.span(here, above, below, at: y &+ index, upTo: lastRow)
      let place = distance &+ index
      let own = unsafe here.lanes(at: place &+ 1)
      unsafe sides.set(columns.first, at: index)
      unsafe sides.set(
        columns.last.replacing(with: -1, where: own .!= own), at: stride &+ index)
      unsafe sides.set(rows.first, at: 2 &* stride &+ index)
      unsafe sides.set(rows.last, at: 3 &* stride &+ index)
      let isJoined = unsafe step.joins(
        own, here.lanes(at: place), here.lanes(at: place &+ 2), above.lanes(at: place &+ 1),
        below.lanes(at: place &+ 1))
      let isOpen = (own .== own) .& .!isJoined
      guard any(isOpen) else { continue }
      for lane in 0..<PixelLanes.scalarCount where isOpen[lane] && index + lane < width {
        open.append(index &+ lane)
      }
    }
    self.open = open
  }

  @inline(__always)
  private static func span(
    _ here: Span<Float>, _ above: Span<Float>, _ below: Span<Float>, at place: Int, upTo end: Float
  ) -> (first: SIMD4<Int32>, last: SIMD4<Int32>) {
    unsafe span(
      here.lanes(at: place), here.lanes(at: place &+ 2), above.lanes(at: place &+ 1),
      below.lanes(at: place &+ 1), upTo: end)
  }

  /// Finds the boxes of the open pixels, whose edges are halfway to the given points: first those to
  /// the left of each, then to the right, above and below, a number of them apart.
  mutating func close(halfwayTo ends: SeenPoints, apart: Int) {
    precondition(
      open.count <= apart && 4 * apart <= ends.stride, "every open pixel has four neighbours")
    let (x, y) = (ends.start(of: .x), ends.start(of: .y))
    let ends = ends.numbers.span
    for index in Swift.stride(from: 0, to: open.count, by: PixelLanes.scalarCount) {
      let columns = unsafe Self.span(
        ends.lanes(at: x &+ index), ends.lanes(at: x &+ apart &+ index),
        ends.lanes(at: x &+ 2 &* apart &+ index), ends.lanes(at: x &+ 3 &* apart &+ index),
        upTo: lastColumn)
      let rows = unsafe Self.span(
        ends.lanes(at: y &+ index), ends.lanes(at: y &+ apart &+ index),
        ends.lanes(at: y &+ 2 &* apart &+ index), ends.lanes(at: y &+ 3 &* apart &+ index),
        upTo: lastRow)
      for lane in 0..<min(PixelLanes.scalarCount, open.count &- index) {
        let pixel = open[index &+ lane]
        sides[pixel] = columns.first[lane]
        sides[stride &+ pixel] = columns.last[lane]
        sides[2 &* stride &+ pixel] = rows.first[lane]
        sides[3 &* stride &+ pixel] = rows.last[lane]
      }
    }
  }

  /// The first pixel is the one nearest to half a pixel after the edge; neighbouring outlines overlap
  /// by a trace, so that rounding opens no gap between them.
  private static let inwards: Float = 0.5 - 0.03125

  /// The first and the last pixel between edges halfway to the neighbours' centres.
  ///
  /// A corner is the centre and half the way to a neighbour on either axis of the depth camera; the
  /// centre cancels out of the sum.
  @inline(__always)
  private static func span(
    _ left: PixelLanes, _ right: PixelLanes, _ up: PixelLanes, _ down: PixelLanes, upTo end: Float
  ) -> (first: SIMD4<Int32>, last: SIMD4<Int32>) {
    let low = (left.minimum(with: right) + up.minimum(with: down)) * 0.5 + inwards
    let high = (left.maximum(with: right) + up.maximum(with: down)) * 0.5 - inwards
    // Bounded on both sides, because only small numbers have a nearest whole one.
    return (
      low.maximum(with: .zero).minimum(with: PixelLanes(repeating: end + 1)).nearestWhole,
      high.minimum(with: PixelLanes(repeating: end)).maximum(with: PixelLanes(repeating: -1))
        .nearestWhole
    )
  }
}
