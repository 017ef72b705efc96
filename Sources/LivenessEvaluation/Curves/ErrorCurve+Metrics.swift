extension ErrorCurve {
  /// Where pooled APCER and BPCER are equal, or nearest to it.
  public struct EqualError: Sendable, Hashable {
    /// The mean of both rates, and of both neighbours where they are as near.
    public let rate: Double
    /// The point; the one with the higher threshold of two that are as near.
    public let point: Point
  }

  /// The equal error rate: `(FAR + FRR) / 2` where `|FAR − FRR|` is smallest.
  public var equalError: EqualError {
    var best = points[0]
    var (nearest, rates) = (Int.max, [Double]())
    for point in points {
      let distance = abs(
        point.attacksAccepted * bonaFideCount - point.bonaFideRejected * attackCount)
      if distance > nearest { break }
      if distance < nearest { rates = [] }
      nearest = distance
      best = point
      rates.append((pooledAPCER(point) + bpcer(point)) / 2)
    }
    return EqualError(rate: rates.reduce(0, +) / Double(rates.count), point: best)
  }

  /// The equal error rate on the convex hull of the curve, as a mixture of two thresholds reaches it.
  public var convexHullEqualErrorRate: Double {
    var hull: [(far: Double, frr: Double)] = []
    for point in points.reversed() {
      let next = (far: pooledAPCER(point), frr: bpcer(point))
      while hull.count > 1 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        let turn = (b.far - a.far) * (next.frr - a.frr) - (b.frr - a.frr) * (next.far - a.far)
        guard turn <= 0 else { break }
        hull.removeLast()
      }
      hull.append(next)
    }
    for (a, b) in zip(hull, hull.dropFirst()) where b.far >= b.frr {
      let (before, after) = (a.frr - a.far, b.far - b.frr)
      let share = before + after > 0 ? before / (before + after) : 0
      return a.far + share * (b.far - a.far)
    }
    return 0
  }

  /// The point that minimizes `α · FAR + (1 − α) · FRR`; the highest threshold of several.
  public func leastWeightedError(attackWeight α: Double) -> Point {
    var (best, least) = (points[0], Double.infinity)
    for point in points {
      let error = α * pooledAPCER(point) + (1 - α) * bpcer(point)
      if error <= least { (best, least) = (point, error) }
    }
    return best
  }

  /// The point with the lowest threshold at which the worst species has at most this APCER.
  ///
  /// BPCER there is BPCER10, BPCER20 or BPCER100 for 1/10, 1/20 or 1/100.
  public func point(worstAPCERAtMost target: Double) -> Point {
    points[min(index { $0.worstAPCER <= target }, points.count - 1)]
  }

  /// The point with the highest threshold at which BPCER is at most this.
  public func point(bpcerAtMost target: Double) -> Point {
    points[max(0, index { bpcer($0) > target } - 1)]
  }

  /// The point with the lowest threshold at which at most this share of all attacks is accepted.
  public func point(pooledAPCERAtMost target: Double) -> Point {
    points[min(index { pooledAPCER($0) <= target }, points.count - 1)]
  }

  /// The largest share of bona fide presentations that is accepted while at most this share of all
  /// attacks is: TPR@FPR, by the exact sort, never between two thresholds.
  public func truePositiveRate(falsePositiveRateAtMost target: Double) -> Double {
    1 - bpcer(point(pooledAPCERAtMost: target))
  }

  /// The probability that a bona fide score is above an attack score, ties counted half: the area
  /// under the ROC curve (Mann and Whitney).
  public var areaUnderCurve: Double {
    var twice = 0
    for (before, point) in zip(points, points.dropFirst()) {
      let bonaFide = point.bonaFideRejected - before.bonaFideRejected
      let below = attackCount - before.attacksAccepted
      let equal = before.attacksAccepted - point.attacksAccepted
      twice += bonaFide * (2 * below + equal)
    }
    return Double(twice) / (2 * Double(bonaFideCount) * Double(attackCount))
  }
}
