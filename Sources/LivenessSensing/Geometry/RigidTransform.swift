/// A rotation and a translation between the coordinate systems of two sensors: `R · p + t`.
///
/// **Units** metres; x right, y down, z forward; right-handed.
public struct RigidTransform: Sendable, Hashable {
  /// The longest translation that is accepted, in metres.
  public static let longestTranslation = 10.0

  /// Both coordinate systems are the same.
  public static let identity = RigidTransform(
    matrix: Matrix3x3(SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)), translation: .zero)

  let matrix: Matrix3x3
  /// The translation in metres.
  public let translation: SIMD3<Double>

  /// The rotation matrix, nine values row by row.
  public var rotation: [Double] { matrix.elements }

  /// Checks and takes a rotation matrix, nine values row by row, and a translation in metres.
  ///
  /// - Throws: ``RigidTransformError`` where the matrix is not a rotation within 0.001, or the
  ///   translation is not finite or longer than ``longestTranslation``.
  public init(
    rotation: [Double], translation: SIMD3<Double>
  ) throws(RigidTransformError) {
    guard rotation.count == 9 else { throw .elementCount(found: rotation.count) }
    let matrix = Matrix3x3(elements: rotation)
    var deviation = 0.0
    for i in 0..<3 {
      for j in i..<3 {
        let excess = abs((matrix.rows[i] * matrix.rows[j]).sum() - (i == j ? 1 : 0))
        deviation = excess.isFinite ? max(deviation, excess) : .infinity
      }
    }
    let determinant = matrix.determinant
    guard deviation <= 1e-3, determinant > 0 else {
      throw .notARotation(deviation: deviation, determinant: determinant)
    }
    let squaredLength = (translation * translation).sum()
    guard squaredLength <= Self.longestTranslation * Self.longestTranslation else {
      throw .translation(translation)
    }
    self.init(matrix: matrix, translation: translation)
  }

  /// A rotation about the origin, known to be one.
  init(rotation: Matrix3x3) { self.init(matrix: rotation, translation: .zero) }

  private init(matrix: Matrix3x3, translation: SIMD3<Double>) {
    self.matrix = matrix
    self.translation = translation
  }

  /// The point in the other coordinate system.
  public func apply(to point: SIMD3<Double>) -> SIMD3<Double> {
    rotate(point) + translation
  }

  /// The direction in the other coordinate system.
  public func rotate(_ direction: SIMD3<Double>) -> SIMD3<Double> {
    matrix * direction
  }

  /// The way back.
  ///
  /// The matrix is inverted rather than transposed, so that what is lost in rounding a calibration
  /// file is not lost twice.
  public var inverse: RigidTransform {
    let inverse = matrix.inverse
    return RigidTransform(matrix: inverse, translation: -(inverse * translation))
  }
}
