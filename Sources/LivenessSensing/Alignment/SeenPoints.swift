/// Points on the rays of some pixels, and where the image's camera sees them.
struct SeenPoints: Sendable {
  /// What is known of a point, one plane of numbers after the other.
  enum Plane: Int, CaseIterable {
    /// The ray of its pixel in the image camera's directions, at a distance of 1 from the depth
    /// camera.
    case rayX, rayY, rayZ
    /// The distance from the depth camera; not a number where the pixel saw nothing, or where what
    /// it saw does not appear on the image.
    case distance
    /// The column and the row of the image at which the point appears.
    case x, y
    /// The distance from the image camera; not a number where there is none from the depth camera.
    case depth
  }

  /// The numbers of a plane: whole vectors, and one more.
  let stride: Int
  /// The planes.
  var numbers: [Float]

  /// Points that nothing is known of.
  init(count: Int) {
    stride = count.roundedUpToPixelLanes + PixelLanes.scalarCount
    numbers = [Float](repeating: .nan, count: stride * Plane.allCases.count)
  }

  /// The index of a plane's first number.
  @inline(__always)
  func start(of plane: Plane) -> Int { plane.rawValue &* stride }

  /// What is known of a point.
  @inline(__always)
  subscript(_ plane: Plane, _ index: Int) -> Float {
    get { numbers[start(of: plane) &+ index] }
    set { numbers[start(of: plane) &+ index] = newValue }
  }

  /// Takes the neighbours of some pixels: those on the left, on the right, above and below, each
  /// side's so many points apart from the next one's.
  ///
  /// Where one does not lie on the pixel's surface, it is the point on its ray at the pixel's
  /// distance.
  mutating func takeNeighbors(
    of pixels: [Int], apart: Int, in here: SeenPoints, between above: SeenPoints,
    and below: SeenPoints, joinedBy step: SurfaceStep
  ) {
    precondition(
      pixels.count <= apart && 4 * apart <= stride, "there is space for every pixel's neighbours")
    let (stride, others) = (stride, here.stride)
    var numbers = numbers.mutableSpan
    let (here, above, below) = (here.numbers.span, above.numbers.span, below.numbers.span)
    for plane in Plane.rayX.rawValue...Plane.distance.rawValue {
      let (start, center) = (plane &* stride, plane &* others &+ 1)
      for index in pixels.indices {
        let place = center &+ pixels[index]
        numbers[start &+ index] = here[place &- 1]
        numbers[start &+ apart &+ index] = here[place &+ 1]
        numbers[start &+ 2 &* apart &+ index] = above[place]
        numbers[start &+ 3 &* apart &+ index] = below[place]
      }
    }
    let (start, center) = (
      Plane.distance.rawValue * stride, Plane.distance.rawValue * others + 1
    )
    for index in pixels.indices {
      let distance = here[center &+ pixels[index]]
      for side in 0..<4 {
        let end = start &+ side &* apart &+ index
        numbers[end] = step.joins(distance, numbers[end]) ? numbers[end] : distance
      }
    }
  }

  /// Takes the places of some pixels for those of their neighbours that do not appear.
  mutating func fillIn(_ pixels: [Int], apart: Int, from here: SeenPoints) {
    for side in 0..<4 {
      for index in pixels.indices where self[.depth, side &* apart &+ index].isNaN {
        self[.x, side &* apart &+ index] = here[.x, pixels[index] &+ 1]
        self[.y, side &* apart &+ index] = here[.y, pixels[index] &+ 1]
      }
    }
  }

  /// Takes a row of a depth frame, with a border of one pixel; a row outside of the frame saw
  /// nothing.
  mutating func take(
    _ row: Int, of frame: DepthFrame, along rays: RayField
  ) {
    let (distance, x) = (start(of: .distance), start(of: .x))
    guard row >= 0, row < frame.height else {
      numbers.replaceSubrange(
        distance..<x, with: repeatElement(.nan, count: stride))
      rays.write(row, to: &self)
      return
    }
    rays.write(row, to: &self)
    var numbers = numbers.mutableSpan
    numbers[distance] = .nan
    numbers[distance + frame.width + 1] = .nan
    frame.write(row: row, to: &numbers, from: distance + 1)
  }
}
