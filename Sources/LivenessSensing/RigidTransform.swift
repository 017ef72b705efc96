/// A rotation and a translation between the coordinate systems of two sensors: `R · p + t`.
///
/// **Units** metres; x right, y down, z forward; right-handed.
public struct RigidTransform: Sendable, Hashable {
  /// The longest translation that is accepted, in metres.
  public static let longestTranslation = 10.0

  /// Both coordinate systems are the same.
  public static let identity = RigidTransform(
    rows: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)], translation: .zero)

  private let rows: [SIMD3<Double>]
  /// The translation in metres.
  public let translation: SIMD3<Double>

  /// The rotation matrix, nine values row by row.
  public var rotation: [Double] { rows.flatMap { [$0.x, $0.y, $0.z] } }

  /// Checks and takes a rotation matrix, nine values row by row, and a translation in metres.
  ///
  /// - Throws: ``RigidTransformError`` where the matrix is not a rotation within 0.001, or the
  ///   translation is not finite or longer than ``longestTranslation``.
  public init(
    rotation: [Double], translation: SIMD3<Double>
  ) throws(RigidTransformError) {
    guard rotation.count == 9 else { throw .elementCount(found: rotation.count) }
    let rows = (0..<3).map {
      SIMD3(rotation[3 * $0], rotation[3 * $0 + 1], rotation[3 * $0 + 2])
    }
    var deviation = 0.0
    for i in 0..<3 {
      for j in i..<3 {
        let excess = abs((rows[i] * rows[j]).sum() - (i == j ? 1 : 0))
        deviation = excess.isFinite ? max(deviation, excess) : .infinity
      }
    }
    let determinant = (rows[0] * Self.cross(rows[1], rows[2])).sum()
    guard deviation <= 1e-3, determinant > 0 else {
      throw .notARotation(deviation: deviation, determinant: determinant)
    }
    let squaredLength = (translation * translation).sum()
    guard squaredLength <= Self.longestTranslation * Self.longestTranslation else {
      throw .translation(translation)
    }
    self.init(rows: rows, translation: translation)
  }

  private init(rows: [SIMD3<Double>], translation: SIMD3<Double>) {
    self.rows = rows
    self.translation = translation
  }

  /// The point in the other coordinate system.
  public func apply(to point: SIMD3<Double>) -> SIMD3<Double> {
    rotate(point) + translation
  }

  /// The direction in the other coordinate system.
  public func rotate(_ direction: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3((rows[0] * direction).sum(), (rows[1] * direction).sum(), (rows[2] * direction).sum())
  }

  /// The way back.
  ///
  /// The matrix is inverted rather than transposed, so that what is lost in rounding a calibration
  /// file is not lost twice.
  public var inverse: RigidTransform {
    let columns = (0..<3).map { Self.cross(rows[($0 + 1) % 3], rows[($0 + 2) % 3]) }
    let determinant = (rows[0] * columns[0]).sum()
    let inverted = (0..<3).map {
      SIMD3(columns[0][$0], columns[1][$0], columns[2][$0]) / determinant
    }
    let rotation = RigidTransform(rows: inverted, translation: .zero)
    return RigidTransform(rows: inverted, translation: -rotation.rotate(translation))
  }

  private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }
}
