/// Where points appear on a camera's image, in single precision and without branches, so that the
/// compiler can take several points at once.
struct ImageProjection: Sendable {
  private let focalX: Float
  private let focalY: Float
  private let centerX: Float
  private let centerY: Float
  private let k1: Float
  private let k2: Float
  private let k3: Float
  private let p1: Float
  private let p2: Float
  private let largestSquaredRadius: Float

  init(_ camera: CameraModel) {
    focalX = Float(camera.focalX)
    focalY = Float(camera.focalY)
    centerX = Float(camera.centerX)
    centerY = Float(camera.centerY)
    switch camera.distortion {
    case .none: (k1, k2, p1, p2, k3) = (0, 0, 0, 0, 0)
    case .brownConrady(let k1, let k2, let p1, let p2, let k3):
      (self.k1, self.k2, self.k3) = (Float(k1), Float(k2), Float(k3))
      (self.p1, self.p2) = (Float(p1), Float(p2))
    }
    largestSquaredRadius = Float(camera.lens?.largestSquaredRadius ?? .infinity)
  }

  /// What lies further outside is not on the image, and stays within what a float can tell.
  private static let farthestPixel: Float = 1e6

  /// The pixel at which a point appears, and its distance; the distance is not a number where the
  /// point does not appear, as for ``CameraModel/project(_:)``, or only far outside of the image.
  @inline(__always)
  func appearance(of point: (x: Float, y: Float, z: Float)) -> (x: Float, y: Float, z: Float) {
    let (a, b) = (point.x / point.z, point.y / point.z)
    let s = a * a + b * b
    let radial = 1 + s * (k1 + s * (k2 + s * k3))
    let ab = 2 * a * b
    let x = focalX * (a * radial + p1 * ab + p2 * (s + 2 * a * a)) + centerX
    let y = focalY * (b * radial + p2 * ab + p1 * (s + 2 * b * b)) + centerY
    // One choice after another, because `&&` would be a branch.
    var z = point.z > 0 ? point.z : .nan
    z = point.z < .infinity ? z : .nan
    z = s < largestSquaredRadius ? z : .nan
    z = abs(x) < Self.farthestPixel ? z : .nan
    z = abs(y) < Self.farthestPixel ? z : .nan
    return (x, y, z)
  }
}
