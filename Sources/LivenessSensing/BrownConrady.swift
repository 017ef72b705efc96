/// Brown and Conrady's lens distortion on the plane at distance 1, ready to be applied.
///
/// The polynomial follows a lens only as far as the image radius grows with the ray's. Beyond that
/// it folds back, and rays from far outside would land within the image; they are refused.
///
/// D. C. Brown, Decentering distortion of lenses, Photogrammetric Engineering 32 (1966).
struct BrownConrady: Sendable, Hashable {
  private let k1: Double
  private let k2: Double
  private let k3: Double
  private let p1: Double
  private let p2: Double
  /// The square of the largest radius of an undistorted ray.
  let largestSquaredRadius: Double

  init(k1: Double, k2: Double, p1: Double, p2: Double, k3: Double) {
    self.k1 = k1
    self.k2 = k2
    self.k3 = k3
    self.p1 = p1
    self.p2 = p2
    largestSquaredRadius =
      Self.smallestPositiveRoot(cubic: 7 * k3, square: 5 * k2, linear: 3 * k1) ?? .infinity
  }

  /// Where the lens puts an ideal point; `nil` beyond the field that the polynomial describes.
  func distorted(_ ideal: SIMD2<Double>) -> SIMD2<Double>? {
    let squaredRadius = (ideal * ideal).sum()
    guard squaredRadius < largestSquaredRadius else { return nil }
    return value(at: ideal, squaredRadius)
  }

  /// The ideal point that the lens puts at the given place, by Newton's method; `nil` where it does
  /// not converge within the field that the polynomial describes.
  func undistorted(_ bent: SIMD2<Double>) -> SIMD2<Double>? {
    var ideal = bent
    if (ideal * ideal).sum() >= largestSquaredRadius { ideal = .zero }
    for _ in 0..<Self.maximumSteps {
      let squaredRadius = (ideal * ideal).sum()
      let residual = value(at: ideal, squaredRadius) - bent
      guard residual.x.isFinite, residual.y.isFinite else { return nil }
      if max(abs(residual.x), abs(residual.y)) < Self.tolerance {
        return squaredRadius < largestSquaredRadius ? ideal : nil
      }
      guard let step = step(at: ideal, squaredRadius, against: residual) else { return nil }
      ideal -= step
    }
    return nil
  }

  /// The same from an estimate: where Newton's first step is short, its error is that length's
  /// square, and the step is the last.
  @inline(__always)
  func undistorted(_ bent: SIMD2<Double>, near estimate: SIMD2<Double>) -> SIMD2<Double>? {
    let squaredRadius = (estimate * estimate).sum()
    let residual = value(at: estimate, squaredRadius) - bent
    if let step = step(at: estimate, squaredRadius, against: residual),
      max(abs(step.x), abs(step.y)) < Self.lastStep
    {
      let ideal = estimate - step
      return (ideal * ideal).sum() < largestSquaredRadius ? ideal : nil
    }
    return undistorted(bent)
  }

  private static let lastStep = 1e-4
  private static let maximumSteps = 20
  private static let tolerance = 1e-11

  @inline(__always)
  private func value(at p: SIMD2<Double>, _ s: Double) -> SIMD2<Double> {
    let radial = 1 + s * (k1 + s * (k2 + s * k3))
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
    let radial = 1 + s * (k1 + s * (k2 + s * k3))
    let slope = 2 * (k1 + s * (2 * k2 + s * 3 * k3))
    let xx = radial + slope * p.x * p.x + 2 * p1 * p.y + 6 * p2 * p.x
    let yy = radial + slope * p.y * p.y + 2 * p2 * p.x + 6 * p1 * p.y
    let xy = slope * p.x * p.y + 2 * p1 * p.x + 2 * p2 * p.y
    let determinant = xx * yy - xy * xy
    guard determinant > 0, determinant.isFinite else { return nil }
    return SIMD2(
      (yy * residual.x - xy * residual.y) / determinant,
      (xx * residual.y - xy * residual.x) / determinant)
  }

  /// The smallest positive root of `1 + linear·s + square·s² + cubic·s³`: between two neighbouring
  /// extrema the polynomial crosses 0 at most once, and bisection finds where.
  private static func smallestPositiveRoot(
    cubic: Double, square: Double, linear: Double
  ) -> Double? {
    let polynomial = { (s: Double) in 1 + s * (linear + s * (square + s * cubic)) }
    var lower = 0.0
    for upper in extrema(cubic: 3 * cubic, square: 2 * square, linear: linear) + [farthest] {
      guard polynomial(upper) <= 0 else {
        lower = upper
        continue
      }
      var bounds = (lower, upper)
      for _ in 0..<200 {
        let middle = (bounds.0 + bounds.1) / 2
        if polynomial(middle) > 0 { bounds.0 = middle } else { bounds.1 = middle }
      }
      return bounds.0
    }
    return nil
  }

  /// Rays flatter than this (89.9 degrees from the axis) count as never reached.
  private static let farthest = 573.0 * 573.0

  /// The positive roots of `cubic·s² + square·s + linear`, ascending, below ``farthest``.
  private static func extrema(cubic: Double, square: Double, linear: Double) -> [Double] {
    let discriminant = square * square - 4 * cubic * linear
    guard discriminant >= 0 else { return [] }
    // Adding numbers of one sign keeps the root that a small cubic coefficient leaves nearly linear.
    let sum = -(square + (square < 0 ? -1 : 1) * discriminant.squareRoot()) / 2
    return [sum / cubic, linear / sum].filter { $0 > 0 && $0 < farthest }.sorted()
  }
}
