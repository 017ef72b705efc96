/// How a lens bends the ideal pinhole image.
public enum LensDistortion: Sendable, Hashable {
  /// An ideal pinhole.
  case none
  /// Brown and Conrady's polynomial: three radial and two tangential coefficients.
  ///
  /// With `r² = x² + y²`: `x' = x(1 + k1·r² + k2·r⁴ + k3·r⁶) + 2·p1·x·y + p2·(r² + 2x²)`, and `y'`
  /// likewise with `p1` and `p2` exchanged.
  case brownConrady(k1: Double, k2: Double, p1: Double, p2: Double, k3: Double)
}

/// The intrinsic parameters of a camera: where a ray meets the image.
///
/// **Units** pixels; pixel (0, 0) is the centre of the top-left one; x right, y down, z forward.
public struct CameraModel: Sendable, Hashable {
  /// Pixels along a row of the images this camera takes.
  public let width: Int
  /// Rows of the images this camera takes.
  public let height: Int
  /// Focal length along x, in pixels.
  public let focalX: Double
  /// Focal length along y, in pixels.
  public let focalY: Double
  /// The x coordinate at which the optical axis meets the image, in pixels.
  public let centerX: Double
  /// The y coordinate at which the optical axis meets the image, in pixels.
  public let centerY: Double
  /// How the lens bends the image.
  public let distortion: LensDistortion
}
