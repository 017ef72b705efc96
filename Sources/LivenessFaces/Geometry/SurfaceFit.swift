/// How well simple surfaces fit points in space; outliers such as a flying pixel or a rim do not
/// decide.
enum SurfaceFit {
  /// The plane `z = offset + x · slope.x + y · slope.y`.
  struct Plane {
    let offset: Double
    let slope: SIMD2<Double>
    /// How far the points that it was fitted to lie off it, in their unit.
    let residual: Double

    /// Where the plane meets a ray through the origin and (x, y, 1); `nil` behind the origin.
    func point(onRay ray: SIMD2<Double>) -> SIMD3<Double>? {
      let depth = offset / (1 - (slope * ray).sum())
      return depth > 0 && depth.isFinite ? SIMD3(ray, 1) * depth : nil
    }
  }

  /// The share of the points that fit worst and do not count.
  static let trimmedShare = 0.05
  /// The directions of a half turn, five degrees apart.
  private static let directions: [SIMD2<Double>] = {
    let (cosine, sine) = (0.996_194_698_091_745_5, 0.087_155_742_747_658_17)
    var direction = SIMD2(1.0, 0.0)
    return (0..<36).map { _ in
      defer {
        direction = SIMD2(
          cosine * direction.x - sine * direction.y, sine * direction.x + cosine * direction.y)
      }
      return direction
    }
  }()

  /// The plane that fits points best; `nil` where they lie on a line.
  static func plane(of points: [SIMD3<Double>]) -> Plane? {
    let centered = CenteredPoints(points)
    guard
      let fit = fit(to: centered, unknowns: 3, row: { SIMD8(1, $0.x, $0.y, $0.z, 0, 0, 0, 0) })
    else { return nil }
    let slope = SIMD2(fit.coefficients[1], fit.coefficients[2])
    let mean = centered.mean
    return Plane(
      offset: mean.z + centered.unit * fit.coefficients[0] - slope.x * mean.x - slope.y * mean.y,
      slope: slope, residual: fit.residual)
  }

  /// The distance of points from the surface `z = a + b·x + c·y + d·u² + e·u³` that fits best, `u`
  /// being the place along the direction of any angle.
  static func cylinderResidual(of points: [SIMD3<Double>]) -> Double {
    let points = CenteredPoints(points)
    return directions.reduce(.infinity) { best, direction in
      let found = fit(to: points, unknowns: 5) { point in
        let u = point.x * direction.x + point.y * direction.y
        return SIMD8(1, point.x, point.y, u * u, u * u * u, point.z, 0, 0)
      }
      return min(best, found?.residual ?? .infinity)
    }
  }

  /// Points about their mean, in units of their spread, so that powers stay of one size.
  private struct CenteredPoints {
    let points: [SIMD3<Double>]
    let mean: SIMD3<Double>
    let unit: Double

    init(_ all: [SIMD3<Double>]) {
      let mean = all.reduce(.zero, +) / Double(all.count)
      let spread = all.reduce(0.0) { sum, point in
        let offset = point - mean
        return sum + offset.x * offset.x + offset.y * offset.y
      }
      let unit = max((spread / Double(all.count)).squareRoot(), 1e-9)
      self.mean = mean
      self.unit = unit
      points = all.map { ($0 - mean) / unit }
    }
  }

  /// Coefficients over the centred points, and the root of the mean square distance along the normal
  /// of the middle in the points' own unit.
  private static func fit(
    to centered: CenteredPoints, unknowns: Int, row: (SIMD3<Double>) -> SIMD8<Double>
  ) -> (coefficients: SIMD8<Double>, residual: Double)? {
    guard let fit = RobustFit(centered.points.map(row), unknowns: unknowns) else { return nil }
    let count = fit.errors.count
    let kept = fit.errors.sorted().prefix(count - Int(trimmedShare * Double(count)))
    let square = kept.reduce(0) { $0 + $1 * $1 } / Double(kept.count)
    let (b, c) = (fit.coefficients[1], fit.coefficients[2])
    let slope = (1 + b * b + c * c).squareRoot()
    return (fit.coefficients, square.squareRoot() / slope * centered.unit)
  }
}
