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
  let lens: Lens

  /// Describes a camera by its intrinsic parameters.
  ///
  /// - Throws: ``CameraError`` where a side or a focal length is not positive, or a number is not
  ///   finite.
  public init(
    width: Int, height: Int, focalX: Double, focalY: Double, centerX: Double, centerY: Double,
    distortion: LensDistortion = .none
  ) throws(CameraError) {
    guard FrameError.accepts(width: width, height: height) else {
      throw .size(width: width, height: height)
    }
    for (axis, focal) in [("x", focalX), ("y", focalY)] where !(focal > 0 && focal.isFinite) {
      throw .focalLength(axis: axis, found: focal)
    }
    for (axis, center) in [("x", centerX), ("y", centerY)] where !center.isFinite {
      throw .center(axis: axis, found: center)
    }
    for (index, value) in distortion.coefficients.enumerated() where !value.isFinite {
      throw .coefficient(index: index, found: value)
    }
    self.width = width
    self.height = height
    self.focalX = focalX
    self.focalY = focalY
    self.centerX = centerX
    self.centerY = centerY
    self.distortion = distortion
    lens = Lens(distortion)
  }

  /// Describes a camera whose lens is a table of radial magnifications, evenly spaced from the
  /// distortion's centre, in pixels, to the corner of the image that is farthest from it.
  ///
  /// So Apple describes the TrueDepth camera. Where pixels are not square, the radius is that of the
  /// plane at distance 1.
  ///
  /// - Throws: ``CameraError`` where the numbers describe no camera, or no lens.
  public init(
    width: Int, height: Int, focalX: Double, focalY: Double, centerX: Double, centerY: Double,
    magnifications: [Double], distortionCenter: SIMD2<Double>, mapping: RadialTable.Mapping
  ) throws(CameraError) {
    _ = try CameraModel(
      width: width, height: height, focalX: focalX, focalY: focalY, centerX: centerX,
      centerY: centerY)
    let focal = SIMD2(focalX, focalY)
    let corner =
      SIMD2(
        max(distortionCenter.x + 0.5, Double(width) - 0.5 - distortionCenter.x),
        max(distortionCenter.y + 0.5, Double(height) - 0.5 - distortionCenter.y)) / focal
    let table = try RadialTable(
      magnifications: magnifications,
      center: (distortionCenter - SIMD2(centerX, centerY)) / focal,
      farthestRadius: (corner * corner).sum().squareRoot(), mapping: mapping)
    try self.init(
      width: width, height: height, focalX: focalX, focalY: focalY, centerX: centerX,
      centerY: centerY, distortion: .radialTable(table))
  }

  /// The same camera with images of another size: focal lengths grow with the image, and
  /// `c' = (c + 0.5)·s − 0.5`, because pixel (0, 0) is the centre of the top-left one.
  ///
  /// - Throws: ``CameraError`` where a side is not positive.
  public func scaled(toWidth newWidth: Int, height newHeight: Int) throws(CameraError)
    -> CameraModel
  {
    let scaleX = Double(newWidth) / Double(width)
    let scaleY = Double(newHeight) / Double(height)
    guard newWidth > 0, newHeight > 0 else { throw .size(width: newWidth, height: newHeight) }
    return try CameraModel(
      width: newWidth, height: newHeight, focalX: focalX * scaleX, focalY: focalY * scaleY,
      centerX: (centerX + 0.5) * scaleX - 0.5, centerY: (centerY + 0.5) * scaleY - 0.5,
      distortion: distortion)
  }
}

extension CameraModel {
  /// The pixel at which a point appears; `nil` behind the camera, and where the lens model says
  /// nothing about so flat a ray.
  ///
  /// `u = fx · x'/z + cx`, `v = fy · y'/z + cy` with the distorted `x'`, `y'`.
  /// **Units** metres in the camera's coordinates to pixels; the pixel may lie outside the image.
  public func project(_ point: SIMD3<Double>) -> SIMD2<Double>? {
    guard point.z > 0 else { return nil }
    let ideal = SIMD2(point.x, point.y) / point.z
    guard let bent = lens.distorted(ideal) else { return nil }
    let pixel = bent * SIMD2(focalX, focalY) + SIMD2(centerX, centerY)
    return pixel.x.isFinite && pixel.y.isFinite ? pixel : nil
  }

  /// The point that appears at a pixel at a distance along the optical axis; `nil` where the lens
  /// model sends no ray there.
  ///
  /// **Units** pixels and metres to metres in the camera's coordinates.
  public func deproject(_ pixel: SIMD2<Double>, depth: Double) -> SIMD3<Double>? {
    guard let ray = ray(through: pixel) else { return nil }
    return SIMD3(ray.x * depth, ray.y * depth, depth)
  }

  /// Where the ray of a pixel meets the plane at distance 1; `nil` where the lens model sends none.
  public func ray(through pixel: SIMD2<Double>) -> SIMD2<Double>? {
    let bent = (pixel - SIMD2(centerX, centerY)) / SIMD2(focalX, focalY)
    return lens.undistorted(bent)
  }
}

extension CameraModel {
  /// The same as ``ray(through:)``, faster where the ray is known to be near an estimate.
  @inline(__always)
  func ray(through pixel: SIMD2<Double>, near estimate: SIMD2<Double>) -> SIMD2<Double>? {
    let bent = (pixel - SIMD2(centerX, centerY)) / SIMD2(focalX, focalY)
    return lens.undistorted(bent, near: estimate)
  }
}
