/// Where points appear on a camera's image, in single precision and without branches, so that the
/// compiler can take several points at once.
struct ImageProjection: Sendable {
  /// How the lens is applied.
  private enum Bending: Sendable {
    case pinhole
    case polynomial(PolynomialBending)
    case rational(RationalBending)
    /// By iteration or a table, one point at a time.
    case exact(CameraModel)
  }

  private let focal: SIMD2<Float>
  private let center: SIMD2<Float>
  private let bending: Bending

  init(_ camera: CameraModel) {
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

  /// The pixel at which a point appears, and its distance; the distance is not a number where the
  /// point does not appear, as for ``CameraModel/project(_:)``, or only far outside of the image.
  func appearance(of point: SpacePoint) -> SeenPoint {
    switch bending {
    case .pinhole: appearance(of: point, through: PinholeBending())
    case .polynomial(let bending): appearance(of: point, through: bending)
    case .rational(let bending): appearance(of: point, through: bending)
    case .exact(let camera): Self.appearance(of: point, on: camera)
    }
  }

  /// Hands out where the points of a row of pixels appear, one after the other.
  @inline(__always)
  func forEachAppearance(
    ofRow row: Int, along rays: RayTable, at distances: Span<Float>,
    _ body: (_ column: Int, _ distance: Float, _ seen: SeenPoint) -> Void
  ) {
    switch bending {
    case .pinhole:
      let bending = PinholeBending()
      rays.forEachPoint(ofRow: row, at: distances) {
        body($0, $1, appearance(of: $2, through: bending))
      }
    case .polynomial(let bending):
      rays.forEachPoint(ofRow: row, at: distances) {
        body($0, $1, appearance(of: $2, through: bending))
      }
    case .rational(let bending):
      rays.forEachPoint(ofRow: row, at: distances) {
        body($0, $1, appearance(of: $2, through: bending))
      }
    case .exact(let camera):
      rays.forEachPoint(ofRow: row, at: distances) {
        body($0, $1, Self.appearance(of: $2, on: camera))
      }
    }
  }

  @inline(__always)
  private func appearance(
    of point: SpacePoint, through bending: some FlatBending
  ) -> SeenPoint {
    let (a, b) = (point.x / point.z, point.y / point.z)
    let s = a * a + b * b
    let bent = bending.bent(a, b, s)
    let x = focal.x * bent.x + center.x
    let y = focal.y * bent.y + center.y
    // One choice after another, because `&&` would be a branch.
    var z = point.z > 0 ? point.z : .nan
    z = point.z < .infinity ? z : .nan
    z = s < bending.largestSquaredRadius ? z : .nan
    z = abs(x) < Self.farthestPixel ? z : .nan
    z = abs(y) < Self.farthestPixel ? z : .nan
    return (x, y, z)
  }

  private static func appearance(of point: SpacePoint, on camera: CameraModel) -> SeenPoint {
    let wide = SIMD3(Double(point.x), Double(point.y), Double(point.z))
    guard point.z < .infinity, let pixel = camera.project(wide),
      max(abs(pixel.x), abs(pixel.y)) < Double(farthestPixel)
    else { return (.nan, .nan, .nan) }
    return (Float(pixel.x), Float(pixel.y), point.z)
  }
}
