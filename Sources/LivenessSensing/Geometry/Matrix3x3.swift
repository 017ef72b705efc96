/// Three rows of three numbers.
struct Matrix3x3: Sendable, Hashable {
  let rows: [SIMD3<Double>]

  init(_ first: SIMD3<Double>, _ second: SIMD3<Double>, _ third: SIMD3<Double>) {
    rows = [first, second, third]
  }

  /// Nine values row by row.
  init(elements e: [Double]) {
    self.init(SIMD3(e[0], e[1], e[2]), SIMD3(e[3], e[4], e[5]), SIMD3(e[6], e[7], e[8]))
  }

  /// From points at distance 1 to pixels; a lens is left out.
  init(ofCamera camera: CameraModel) {
    self.init(
      SIMD3(camera.focalX, 0, camera.centerX), SIMD3(0, camera.focalY, camera.centerY),
      SIMD3(0, 0, 1))
  }

  /// A rotation about an axis of length 1 (Rodrigues' formula).
  init(rotationAbout axis: SIMD3<Double>, sine: Double, cosine: Double) {
    let columns = [SIMD3(1.0, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)].map { unit in
      unit * cosine + Self.cross(axis, unit) * sine + axis * ((axis * unit).sum() * (1 - cosine))
    }
    self = Matrix3x3(columns[0], columns[1], columns[2]).transposed
  }

  var elements: [Double] { rows.flatMap { [$0.x, $0.y, $0.z] } }

  var transposed: Matrix3x3 {
    Matrix3x3(
      SIMD3(rows[0].x, rows[1].x, rows[2].x), SIMD3(rows[0].y, rows[1].y, rows[2].y),
      SIMD3(rows[0].z, rows[1].z, rows[2].z))
  }

  var determinant: Double { (rows[0] * Self.cross(rows[1], rows[2])).sum() }

  /// The way back; not finite where there is none.
  var inverse: Matrix3x3 {
    let scale = 1 / determinant
    return Matrix3x3(
      Self.cross(rows[1], rows[2]) * scale, Self.cross(rows[2], rows[0]) * scale,
      Self.cross(rows[0], rows[1]) * scale
    ).transposed
  }

  static func * (matrix: Matrix3x3, vector: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      (matrix.rows[0] * vector).sum(), (matrix.rows[1] * vector).sum(),
      (matrix.rows[2] * vector).sum())
  }

  static func * (first: Matrix3x3, second: Matrix3x3) -> Matrix3x3 {
    let columns = second.transposed.rows.map { first * $0 }
    return Matrix3x3(columns[0], columns[1], columns[2]).transposed
  }

  static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }
}
