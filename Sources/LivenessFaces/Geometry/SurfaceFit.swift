/// How far points in space are from simple surfaces, whatever lies before them.
struct SurfaceFit {
  /// Off the plane that fits three fifths of the points best.
  let planeResidual: Double
  /// The most that four fifths of them can be off the plane that fits them best, in what neighbours
  /// share: noise, which they do not, is left out, but for three standard deviations.
  let sharedPlaneResidual: Double
  /// Off the cylinder, of any direction and of a profile of third order, that fits four fifths best.
  let cylinderResidual: Double

  /// The plane through half of the points tells what else belongs to the surface: what lies no farther
  /// off it, in metres, than a nose.
  private static let reach = 0.035
  private static let core = 0.5
  /// Where more of the points lie behind than this, what is measured may stand before a face.
  private static let mostBehind = 0.2
  private static let planeShare = 0.6
  private static let sharedShare = 0.8
  private static let cylinderShare = 0.8
  /// Places are in these units, in metres, so that powers stay of one size.
  private static let unit = 0.04
  /// The directions of a half turn, fifteen degrees apart.
  private static let directions: [SIMD2<Double>] = {
    let (cosine, sine) = (0.965_925_826_289_068_3, 0.258_819_045_102_520_8)
    var direction = SIMD2(1.0, 0.0)
    return (0..<12).map { _ in
      defer {
        direction = SIMD2(
          cosine * direction.x - sine * direction.y, sine * direction.x + cosine * direction.y)
      }
      return direction
    }
  }()

  /// Measures points; `nil` where they lie on a line, fewer than so many belong to one surface, or
  /// much lies behind it.
  ///
  /// - Parameters:
  ///   - points: The points in metres in the camera's coordinates.
  ///   - places: The cell of the grid that each stands for.
  ///   - fewest: The fewest that say something about a shape.
  init?(of points: [SIMD3<Double>], at places: [Int], fewest: Int) {
    let mean = points.reduce(.zero, +) / Double(max(1, points.count))
    let all = points.map { ($0 - mean) / SIMD3(Self.unit, Self.unit, 1) }
    guard let core = Self.plane(of: all, share: Self.core) else { return nil }
    let behind = core.errors.count { $0 > Self.reach }
    guard Double(behind) <= Self.mostBehind * Double(all.count) else { return nil }
    let near = all.indices.filter { abs(core.errors[$0]) <= Self.reach }
    let kept = near.map { all[$0] }
    guard kept.count >= fewest, let plane = Self.plane(of: kept, share: Self.planeShare),
      let wide = Self.plane(of: kept, share: Self.sharedShare),
      let cylinder = Self.cylinderResidual(of: kept)
    else { return nil }
    planeResidual = plane.residual
    sharedPlaneResidual = Self.shared(wide, at: near.map { places[$0] })
    cylinderResidual = cylinder
  }

  /// The plane that fits a share of the points best, looked for from all of them and from each half.
  private static func plane(of points: [SIMD3<Double>], share: Double) -> TrimmedFit? {
    let indices = points.indices
    let starts = [
      Array(indices), indices.filter { points[$0].x < 0 }, indices.filter { points[$0].x >= 0 },
      indices.filter { points[$0].y < 0 }, indices.filter { points[$0].y >= 0 },
    ]
    return TrimmedFit(
      points.map { SIMD8(1, $0.x, $0.y, $0.z, 0, 0, 0, 0) }, unknowns: 3, share: share,
      starts: starts)
  }

  /// How far a share of the points is from `z = a + b·x + c·y + d·u² + e·u³`, `u` being the place
  /// along the direction that fits best.
  private static func cylinderResidual(of points: [SIMD3<Double>]) -> Double? {
    directions.compactMap { direction in
      let rows = points.map { point in
        let u = point.x * direction.x + point.y * direction.y
        return SIMD8(1, point.x, point.y, u * u, u * u * u, point.z, 0, 0)
      }
      return TrimmedFit(rows, unknowns: 5, share: cylinderShare, starts: [Array(rows.indices)])?
        .residual
    }.min()
  }

  /// The root of the mean product of the errors of neighbouring cells, 0 where that is negative, with
  /// three times its deviation where nothing but noise of the errors' size is there.
  private static func shared(_ fit: TrimmedFit, at places: [Int]) -> Double {
    let across = FaceCells.across
    var error = [Double?](repeating: nil, count: across * across)
    for (index, place) in places.enumerated() where fit.counts[index] {
      error[place] = fit.errors[index]
    }
    var sum = 0.0
    var pairs = 0
    for place in error.indices {
      guard let own = error[place] else { continue }
      let right = place % across + 1 < across ? error[place + 1] : nil
      let below = place + across < error.count ? error[place + across] : nil
      for other in [right, below] {
        guard let other else { continue }
        sum += own * other
        pairs += 1
      }
    }
    let noise = 3 * fit.residual * fit.residual / Double(max(1, pairs)).squareRoot()
    return (max(0, sum / Double(max(1, pairs))) + noise).squareRoot()
  }
}
