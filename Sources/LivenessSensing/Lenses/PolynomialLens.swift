/// Brown and Conrady's polynomial, or OpenCV's rational one, on the plane at distance 1, ready to be
/// applied.
///
/// The polynomial follows a lens only as far as the image radius grows with the ray's. Beyond that
/// it folds back, and rays from far outside would land within the image; they are refused.
///
/// D. C. Brown, Decentering distortion of lenses, Photogrammetric Engineering 32 (1966).
struct PolynomialLens: Sendable, Hashable {
  let k1: Double
  let k2: Double
  let k3: Double
  let k4: Double
  let k5: Double
  let k6: Double
  let p1: Double
  let p2: Double
  /// The square of the largest radius from which the polynomial may start.
  let largestSquaredRadius: Double

  /// Makes a lens from coefficients in OpenCV's order: five, or eight.
  init(_ k: [Double]) {
    (k1, k2, p1, p2, k3) = (k[0], k[1], k[2], k[3], k[4])
    (k4, k5, k6) = k.count == 8 ? (k[5], k[6], k[7]) : (0, 0, 0)
    let above = Polynomial([1, k1, k2, k3])
    let below = Polynomial([1, k4, k5, k6])
    // The derivative of r·above/below by r, with s = r², times below².
    let growth =
      above * below
      + Polynomial([0, 2]) * (above.derivative * below + above * below.derivative * -1)
    let field = Self.farthest
    largestSquaredRadius = min(
      growth.smallestRoot(upTo: field) ?? .infinity, below.smallestRoot(upTo: field) ?? .infinity)
  }

  /// Whether the radial factor is a polynomial, not a quotient of two.
  var isPolynomial: Bool { k4 == 0 && k5 == 0 && k6 == 0 }

  /// Rays flatter than this (89.9 degrees from the axis) count as never reached.
  private static let farthest = 573.0 * 573.0

  /// Where the polynomial leads; `nil` beyond the field that it describes.
  @inline(__always)
  func value(at start: SIMD2<Double>) -> SIMD2<Double>? {
    let squaredRadius = (start * start).sum()
    guard squaredRadius < largestSquaredRadius else { return nil }
    return value(at: start, squaredRadius)
  }

  /// The point from which the polynomial leads to the given one, by Newton's method; `nil` where it
  /// does not converge within the field that the polynomial describes.
  func start(of end: SIMD2<Double>) -> SIMD2<Double>? {
    var start = end
    if (start * start).sum() >= largestSquaredRadius { start = .zero }
    for _ in 0..<Self.maximumSteps {
      let squaredRadius = (start * start).sum()
      let residual = value(at: start, squaredRadius) - end
      guard residual.x.isFinite, residual.y.isFinite else { return nil }
      if max(abs(residual.x), abs(residual.y)) < Self.tolerance {
        return squaredRadius < largestSquaredRadius ? start : nil
      }
      guard let step = step(at: start, squaredRadius, against: residual) else { return nil }
      start -= step
    }
    return nil
  }

  /// The same from an estimate: where Newton's first step is short, its error is that length's
  /// square, and the step is the last.
  @inline(__always)
  func start(of end: SIMD2<Double>, near estimate: SIMD2<Double>) -> SIMD2<Double>? {
    let squaredRadius = (estimate * estimate).sum()
    let residual = value(at: estimate, squaredRadius) - end
    if let step = step(at: estimate, squaredRadius, against: residual),
      max(abs(step.x), abs(step.y)) < Self.lastStep
    {
      let start = estimate - step
      return (start * start).sum() < largestSquaredRadius ? start : nil
    }
    return start(of: end)
  }

  private static let lastStep = 1e-4
  private static let maximumSteps = 20
  private static let tolerance = 1e-11

  @inline(__always)
  private func value(at p: SIMD2<Double>, _ s: Double) -> SIMD2<Double> {
    let radial = (1 + s * (k1 + s * (k2 + s * k3))) / (1 + s * (k4 + s * (k5 + s * k6)))
    let xy = 2 * p.x * p.y
    return SIMD2(
      p.x * radial + p1 * xy + p2 * (s + 2 * p.x * p.x),
      p.y * radial + p2 * xy + p1 * (s + 2 * p.y * p.y))
  }

  /// The solution of `J · step = residual` with the derivative of the polynomial.
  @inline(__always)
  private func step(
    at p: SIMD2<Double>, _ s: Double, against residual: SIMD2<Double>
  ) -> SIMD2<Double>? {
    let below = 1 / (1 + s * (k4 + s * (k5 + s * k6)))
    let radial = (1 + s * (k1 + s * (k2 + s * k3))) * below
    let slope =
      2 * below
      * (k1 + s * (2 * k2 + s * 3 * k3) - radial * (k4 + s * (2 * k5 + s * 3 * k6)))
    let xx = radial + slope * p.x * p.x + 2 * p1 * p.y + 6 * p2 * p.x
    let yy = radial + slope * p.y * p.y + 2 * p2 * p.x + 6 * p1 * p.y
    let xy = slope * p.x * p.y + 2 * p1 * p.x + 2 * p2 * p.y
    let determinant = xx * yy - xy * xy
    guard determinant > 0, determinant.isFinite else { return nil }
    return SIMD2(
      (yy * residual.x - xy * residual.y) / determinant,
      (xx * residual.y - xy * residual.x) / determinant)
  }
}
