/// Why numbers are not a rotation and a translation between two sensors.
public enum RigidTransformError: Error, Sendable, Hashable {
  /// A rotation has nine values.
  case elementCount(found: Int)
  /// The matrix is not orthonormal, mirrors, or is not finite: the largest element by which
  /// `R · Rᵀ` differs from the identity, and the determinant, which must be +1.
  case notARotation(deviation: Double, determinant: Double)
  /// The translation is not finite, or longer than ``RigidTransform/longestTranslation``.
  case translation(SIMD3<Double>)
}
