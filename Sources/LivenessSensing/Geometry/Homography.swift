/// A projective map from the pixels of one image to those of another: what a plane looks like from
/// two places, or all that is known about two sensors.
public struct Homography: Sendable, Hashable {
  private let matrix: Matrix3x3
  /// The sign of `w` on the near side of the horizon.
  private let sign: Double

  /// The nine values of the matrix, row by row.
  public var elements: [Double] { matrix.elements }

  /// Every pixel stays where it is.
  public static let identity = Homography(
    Matrix3x3(SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)), sign: 1)

  /// Checks and takes a matrix, nine values row by row: `(u, v, 1) ↦ (u'·w, v'·w, w)`.
  ///
  /// Pixel (0, 0) is taken to lie on the near side of the plane's horizon.
  ///
  /// - Throws: ``HomographyError`` where there are not nine values, one is not finite, or the map
  ///   has no way back.
  public init(elements: [Double]) throws(HomographyError) {
    let matrix = try Self.checked(elements)
    self.init(matrix, sign: matrix.rows[2].z < 0 ? -1 : 1)
  }

  private static func checked(_ elements: [Double]) throws(HomographyError) -> Matrix3x3 {
    guard elements.count == 9 else { throw .elementCount(found: elements.count) }
    let largest = elements.reduce(0) { max($0, abs($1)) }
    guard elements.allSatisfy(\.isFinite), largest > 0 else { throw .notFinite }
    let matrix = Matrix3x3(elements: elements.map { $0 / largest })
    guard abs(matrix.determinant) >= smallestDeterminant else {
      throw .notInvertible(determinant: matrix.determinant)
    }
    return Matrix3x3(elements: elements)
  }

  /// Of a matrix whose largest element is 1; images are up to 10⁴ pixels wide.
  private static let smallestDeterminant = 1e-15

  /// What a plane that faces the first camera at a distance looks like from the second one, their
  /// lenses left out: `K₂ (R + t·nᵀ/z) K₁⁻¹`.
  ///
  /// - Throws: ``HomographyError`` where the distance is not above 0, or the second camera sees the
  ///   plane from its edge.
  public init(
    from first: CameraModel, to second: CameraModel, by transform: RigidTransform,
    ofPlaneAt distance: Double
  ) throws(HomographyError) {
    guard distance > 0, distance.isFinite else { throw .notFinite }
    let shift = transform.translation / distance
    let rows = transform.matrix.rows
    let inSpace = Matrix3x3(
      rows[0] + SIMD3(0, 0, shift.x), rows[1] + SIMD3(0, 0, shift.y),
      rows[2] + SIMD3(0, 0, shift.z))
    let matrix =
      Matrix3x3(ofCamera: second) * inSpace * Matrix3x3(ofCamera: first).inverse
    // `w` is the distance from the second camera over that from the first one: above 0 before both.
    self.init(try Self.checked(matrix.elements), sign: 1)
  }

  private init(_ matrix: Matrix3x3, sign: Double) {
    self.matrix = matrix
    self.sign = sign
  }

  /// Where a pixel appears; `nil` where that is nowhere, beyond the plane's horizon.
  public func apply(to pixel: SIMD2<Double>) -> SIMD2<Double>? {
    let mapped = matrix * SIMD3(pixel, 1)
    let result = SIMD2(mapped.x, mapped.y) / mapped.z
    return mapped.z * sign > 0 && result.x.isFinite && result.y.isFinite ? result : nil
  }

  /// The way back, from the near side of the horizon alone: there `w` is 1 over what it was, and has
  /// the same sign.
  public var inverse: Homography { Homography(matrix.inverse, sign: sign) }
}

/// Why numbers are not a map between two images.
public enum HomographyError: Error, Sendable, Hashable {
  /// A homography has nine values.
  case elementCount(found: Int)
  /// A number is not finite, or all are 0.
  case notFinite
  /// Several pixels would meet in one: the determinant, which must not be 0.
  case notInvertible(determinant: Double)
}

extension HomographyError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .elementCount(let found): "expected the nine values of a homography, found \(found)"
    case .notFinite: "expected the finite values of a homography, found others or only 0"
    case .notInvertible(let determinant):
      "expected a homography with a way back, found the determinant \(determinant)"
    }
  }
}
