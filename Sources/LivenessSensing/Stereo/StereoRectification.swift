/// Turns the images of two calibrated cameras so that a point appears in the same row of both.
///
/// Each camera turns by half of the rotation between them, then both until their rows are parallel
/// to the line between them; they share focal length and centre, so that a point at infinity has
/// the disparity 0. J.-Y. Bouguet's method, as in OpenCV's `stereoRectify`.
public struct StereoRectification: Sendable {
  /// One camera of a rectified pair.
  public struct View: Sendable {
    /// The camera that would have taken the rectified image; it has no lens distortion.
    public let camera: CameraModel
    /// From the original camera's coordinates to those of the rectified one.
    public let rotation: RigidTransform
    let original: CameraModel

    /// From the pixels of the rectified image to those of the original one; it is worth keeping.
    public func map() -> PixelMap { PixelMap(from: camera, to: original, by: rotation) }
  }

  /// The left camera.
  public let left: View
  /// The right camera.
  public let right: View
  /// The distance between the cameras in metres.
  public let baseline: Double

  /// Rectifies a pair.
  ///
  /// - Parameters:
  ///   - left: The left camera.
  ///   - right: The right camera, whose images have the same size.
  ///   - leftToRight: From the left camera's coordinates to the right one's.
  ///
  /// - Throws: ``StereoError`` where the cameras do not stand side by side, or differ in size.
  public init(
    left: CameraModel, right: CameraModel, leftToRight: RigidTransform
  ) throws(StereoError) {
    guard left.width == right.width, left.height == right.height else {
      throw .size(
        expectedWidth: left.width, expectedHeight: left.height, width: right.width,
        height: right.height)
    }
    let half = try Self.half(of: leftToRight.matrix)
    let shift = half * leftToRight.translation
    let length = (shift * shift).sum().squareRoot()
    guard -shift.x > abs(shift.y), -shift.x > abs(shift.z), length.isFinite else {
      throw .notSideBySide(translation: leftToRight.translation)
    }
    let level = Self.turn(from: shift / length, to: SIMD3(-1, 0, 0))
    let turns = [level * half.transposed, level * half]
    let focal = (left.focalY + right.focalY) / 2
    let center =
      try
      (Self.center(of: left, turnedBy: turns[0], focal)
      + Self.center(
        of: right, turnedBy: turns[1], focal)) / 2
    let camera: CameraModel
    do {
      camera = try CameraModel(
        width: left.width, height: left.height, focalX: focal, focalY: focal, centerX: center.x,
        centerY: center.y)
    } catch {
      throw .notSideBySide(translation: leftToRight.translation)
    }
    self.left = View(
      camera: camera, rotation: RigidTransform(rotation: turns[0]), original: left)
    self.right = View(
      camera: camera, rotation: RigidTransform(rotation: turns[1]), original: right)
    baseline = length
  }

  /// The rotation that, done twice, undoes the given one.
  private static func half(of rotation: Matrix3x3) throws(StereoError) -> Matrix3x3 {
    let r = rotation.rows
    let trace = r[0].x + r[1].y + r[2].z
    guard trace > 0 else { throw .turnedApart }
    // As a quaternion: the half of a rotation lies halfway between it and the identity.
    let w = (1 + trace).squareRoot() / 2
    let vector =
      SIMD3(r[2].y - r[1].z, r[0].z - r[2].x, r[1].x - r[0].y) / (4 * w)
    let length = ((1 + w) * (1 + w) + (vector * vector).sum()).squareRoot()
    let (c, v) = ((1 + w) / length, -vector / length)
    let s = (v * v).sum().squareRoot()
    let axis = s > 0 ? v / s : SIMD3(1, 0, 0)
    return Matrix3x3(rotationAbout: axis, sine: 2 * s * c, cosine: c * c - s * s)
  }

  /// The shortest rotation from one direction to another.
  private static func turn(from start: SIMD3<Double>, to end: SIMD3<Double>) -> Matrix3x3 {
    let normal = Matrix3x3.cross(start, end)
    let sine = (normal * normal).sum().squareRoot()
    let axis = sine > 0 ? normal / sine : SIMD3(1, 0, 0)
    return Matrix3x3(rotationAbout: axis, sine: sine, cosine: (start * end).sum())
  }

  /// Where the optical axis has to meet the turned image for its corners to lie around the middle.
  private static func center(
    of camera: CameraModel, turnedBy turn: Matrix3x3, _ focal: Double
  ) throws(StereoError) -> SIMD2<Double> {
    let last = SIMD2(Double(camera.width - 1), Double(camera.height - 1))
    var sum = SIMD2<Double>.zero
    for corner in [SIMD2(0.0, 0), SIMD2(1, 0), SIMD2(0, 1), SIMD2(1, 1)] {
      guard let ray = camera.ray(through: corner * last) else { throw .turnedApart }
      let turned = turn * SIMD3(ray, 1)
      guard turned.z > 0 else { throw .turnedApart }
      sum += SIMD2(turned.x, turned.y) / turned.z * focal
    }
    return last / 2 - sum / 4
  }
}

/// Why two cameras are no stereo pair.
public enum StereoError: Error, Sendable, Hashable {
  /// Both images must have the same size.
  case size(expectedWidth: Int, expectedHeight: Int, width: Int, height: Int)
  /// The second camera must stand to the right of the first one, so that the translation from the
  /// first one's coordinates to the second one's is mainly along -x.
  case notSideBySide(translation: SIMD3<Double>)
  /// The cameras look in such different directions that no plane faces both.
  case turnedApart
}

extension StereoError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .size(let expectedWidth, let expectedHeight, let width, let height):
      "both cameras of a pair must have \(expectedWidth) × \(expectedHeight) pixels, "
        + "found \(width) × \(height)"
    case .notSideBySide(let t):
      "expected the second camera to the right of the first one, found the translation "
        + "(\(t.x), \(t.y), \(t.z)) metres"
    case .turnedApart: "the cameras look in such different directions that no plane faces both"
    }
  }
}
