/// How well simple surfaces fit points in space; outliers such as a flying pixel or a rim do not
/// decide.
enum SurfaceFit {
  /// The share of the points that fit worst and do not count.
  static let trimmedShare = 0.05
  private static let rounds = 8
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

  /// The distance of points from the plane `z = a + b·x + c·y` that fits best.
  static func planeResidual(of points: [SIMD3<Double>]) -> Double {
    residual(of: centered(points)) { [1, $0.x, $0.y] }
  }

  /// The distance of points from the surface `z = a + b·x + c·y + d·u² + e·u³` that fits best, `u`
  /// being the place along the direction of any angle.
  static func cylinderResidual(of points: [SIMD3<Double>]) -> Double {
    let points = centered(points)
    return directions.reduce(.infinity) { best, direction in
      let found = residual(of: points) { point in
        let u = point.x * direction.x + point.y * direction.y
        return [1, point.x, point.y, u * u, u * u * u]
      }
      return min(best, found)
    }
  }

  /// The points about their mean, in units of their spread, so that powers stay of one size, with
  /// the unit.
  private static func centered(
    _ points: [SIMD3<Double>]
  ) -> (points: [SIMD3<Double>], unit: Double) {
    let mean = points.reduce(.zero, +) / Double(points.count)
    let spread = points.reduce(0.0) { sum, point in
      let offset = point - mean
      return sum + offset.x * offset.x + offset.y * offset.y
    }
    let unit = max((spread / Double(points.count)).squareRoot(), 1e-9)
    return (points.map { ($0 - mean) / unit }, unit)
  }

  /// The root of the mean square distance along the normal of the middle, in the points' own unit.
  private static func residual(
    of centered: (points: [SIMD3<Double>], unit: Double), basis: (SIMD3<Double>) -> [Double]
  ) -> Double {
    let rows = centered.points.map(basis)
    let heights = centered.points.map(\.z)
    var weights = [Double](repeating: 1, count: rows.count)
    var errors = heights
    var slope = 1.0
    for _ in 0..<rounds {
      guard let fit = LeastSquares.solve(rows: rows, values: heights, weights: weights) else {
        return .infinity
      }
      slope = (1 + fit[1] * fit[1] + fit[2] * fit[2]).squareRoot()
      errors = zip(rows, heights).map { row, height in
        abs(height - zip(row, fit).reduce(0) { $0 + $1.0 * $1.1 })
      }
      // Tukey's biweight: what lies off by several times the median does not pull.
      let limit = max(4.685 * 1.4826 * errors.sorted()[errors.count / 2], 1e-9)
      weights = errors.map { error in
        let share = 1 - min(1, (error / limit) * (error / limit))
        return share * share
      }
    }
    let kept = errors.sorted().prefix(rows.count - Int(trimmedShare * Double(rows.count)))
    let square = kept.reduce(0) { $0 + $1 * $1 } / Double(kept.count)
    return square.squareRoot() / slope * centered.unit
  }
}
