/// From a pixel of one camera and its distance to a pixel of another one: `K₂ [R|t] K₁⁻¹`.
///
/// It takes `(u·z, v·z, z, 1)` to `(u'·z', v'·z', z')`; the lenses are left out.
/// US 2019/0347823 A1, paragraph 0097.
public struct ConversionMatrix: Sendable, Hashable {
  private let turn: Matrix3x3
  private let shift: SIMD3<Double>

  /// Combines the intrinsic parameters of two cameras with the way from the one to the other.
  ///
  /// Where only the intrinsics are known, the transform is the identity.
  public init(from first: CameraModel, to second: CameraModel, by transform: RigidTransform) {
    let second = Matrix3x3(ofCamera: second)
    turn = second * transform.matrix * Matrix3x3(ofCamera: first).inverse
    shift = second * transform.translation
  }

  /// The twelve values, three rows of four.
  public var elements: [Double] {
    (0..<3).flatMap { row in
      [turn.rows[row].x, turn.rows[row].y, turn.rows[row].z, shift[row]]
    }
  }

  /// The pixel of the second camera and the distance from it; `nil` behind it.
  public func apply(
    to pixel: SIMD2<Double>, depth: Double
  ) -> (pixel: SIMD2<Double>, depth: Double)? {
    let point = turn * (SIMD3(pixel, 1) * depth) + shift
    guard point.z > 0 else { return nil }
    return (SIMD2(point.x, point.y) / point.z, point.z)
  }
}
