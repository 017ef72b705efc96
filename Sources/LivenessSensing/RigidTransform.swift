/// A rotation and a translation between the coordinate systems of two sensors: `R · p + t`.
///
/// **Units** metres; x right, y down, z forward; right-handed.
public struct RigidTransform: Sendable, Hashable {
  /// The rotation matrix, nine values row by row.
  public let rotation: [Double]
  /// The translation in metres.
  public let translation: SIMD3<Double>
}
