/// Where points appear on a camera's image, in single precision and without branches, several at
/// once.
struct ImageProjection: Sendable {
  /// How the lens is applied.
  private enum Bending: Sendable {
    case pinhole
    case polynomial(PolynomialBending)
    case rational(RationalBending)
    /// By iteration or a table, one point at a time.
    case exact(CameraModel)
  }

  private let origin: SIMD3<Float>
  private let focal: SIMD2<Float>
  private let center: SIMD2<Float>
  private let bending: Bending

  /// Projects the points on rays that start at a place in the camera's coordinates.
  init(_ camera: CameraModel, origin: SIMD3<Double>) {
    self.origin = SIMD3<Float>(origin)
    focal = SIMD2(Float(camera.focalX), Float(camera.focalY))
    center = SIMD2(Float(camera.centerX), Float(camera.centerY))
    bending =
      switch camera.lens {
      case .pinhole: .pinhole
      case .forward(let lens) where lens.isPolynomial: .polynomial(PolynomialBending(lens))
      case .forward(let lens): .rational(RationalBending(lens))
      case .inverse, .table: .exact(camera)
      }
  }

  /// What lies further outside is not on the image, and stays within what a float can tell.
  private static let farthestPixel: Float = 1e6

  /// Finds the pixels at which points appear, from their rays and distances, and their depths.
  ///
  /// A point that does not appear, as for ``CameraModel/project(_:)``, or only far outside of the
  /// image, has no distance any more.
  func place(_ points: inout SeenPoints, count: Int) {
    switch bending {
    case .pinhole:
      let bending = PinholeBending()
      place(&points, count) { appearance($0, $1, $2, through: bending) }
    case .polynomial(let bending):
      place(&points, count) { appearance($0, $1, $2, through: bending) }
    case .rational(let bending):
      place(&points, count) { appearance($0, $1, $2, through: bending) }
    case .exact(let camera):
      place(&points, count) { Self.appearance($0, $1, $2, on: camera) }
    }
  }

  private typealias Points = (x: PixelLanes, y: PixelLanes, z: PixelLanes)

  @inline(__always)
  private func place(
    _ points: inout SeenPoints, _ count: Int,
    _ appearance: (_ x: PixelLanes, _ y: PixelLanes, _ z: PixelLanes) -> Points
  ) {
    let (stride, first) = (points.stride, points.start(of: .distance))
    var numbers = points.numbers.mutableSpan
    precondition(count <= stride, "there is space for \(stride) points, found \(count)")
    for index in Swift.stride(from: first, to: first + count, by: PixelLanes.scalarCount) {
      let distance = unsafe numbers.lanes(at: index)
      let seen = unsafe appearance(
        numbers.lanes(at: index &- 3 &* stride) * distance + origin.x,
        numbers.lanes(at: index &- 2 &* stride) * distance + origin.y,
        numbers.lanes(at: index &- stride) * distance + origin.z)
      unsafe numbers.set(
        distance.replacing(with: .nan, where: seen.z .!= seen.z), at: index)
      unsafe numbers.set(seen.x, at: index &+ stride)
      unsafe numbers.set(seen.y, at: index &+ 2 &* stride)
      unsafe numbers.set(seen.z, at: index &+ 3 &* stride)
    }
  }

  @inline(__always)
  private func appearance(
    _ x: PixelLanes, _ y: PixelLanes, _ z: PixelLanes, through bending: some FlatBending
  ) -> Points {
    let inverse = 1 / z
    let (a, b) = (x * inverse, y * inverse)
    let s = a * a + b * b
    let bent = bending.bent(a, b, s)
    let column = focal.x * bent.x + center.x
    let row = focal.y * bent.y + center.y
    // The inverse of what no float can hold is 0; a comparison with what is no number is false.
    let isSeen =
      (inverse .> 0) .& (s .< bending.largestSquaredRadius)
      .& (column * column + row * row .< Self.farthestPixel * Self.farthestPixel)
    return (column, row, PixelLanes(repeating: .nan).replacing(with: z, where: isSeen))
  }

  private static func appearance(
    _ x: PixelLanes, _ y: PixelLanes, _ z: PixelLanes, on camera: CameraModel
  ) -> Points {
    var seen: Points = (.init(repeating: .nan), .init(repeating: .nan), .init(repeating: .nan))
    for lane in 0..<PixelLanes.scalarCount {
      let point = SIMD3(Double(x[lane]), Double(y[lane]), Double(z[lane]))
      guard point.z < .infinity, let pixel = camera.project(point),
        (pixel * pixel).sum() < Double(farthestPixel * farthestPixel)
      else { continue }
      (seen.x[lane], seen.y[lane], seen.z[lane]) = (Float(pixel.x), Float(pixel.y), z[lane])
    }
    return seen
  }
}
