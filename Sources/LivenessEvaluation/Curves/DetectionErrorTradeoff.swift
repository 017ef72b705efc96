/// APCER against BPCER on probit axes (Martin et al., "The DET curve in assessment of detection task
/// performance", 1997).
public struct DetectionErrorTradeoff: Sendable {
  /// One threshold's errors.
  public struct Point: Sendable, Hashable {
    /// The score must be above this for live.
    public let threshold: Double
    /// The pooled APCER, with its interval.
    public let apcer: Rate
    /// The BPCER, with its interval.
    public let bpcer: Rate
    /// `Φ⁻¹` of the pooled APCER, kept within `1 / 2N` of 0 and 1.
    public let apcerProbit: Double
    /// `Φ⁻¹` of the BPCER, kept within `1 / 2N` of 0 and 1.
    public let bpcerProbit: Double
  }

  /// The points in the order of their thresholds.
  public let points: [Point]

  /// Takes every corner of a curve, or as many as are asked for, as evenly as may be along it.
  public init(_ curve: ErrorCurve, atMost limit: Int = 400) {
    let corners = Self.corners(of: curve)
    let chosen =
      corners.count <= limit
      ? corners : Self.spread(corners, along: curve, count: max(2, limit))
    points = chosen.map { point in
      Point(
        threshold: point.threshold, apcer: Rate(point.attacksAccepted, of: curve.attackCount),
        bpcer: Rate(point.bonaFideRejected, of: curve.bonaFideCount),
        apcerProbit: Self.probit(point.attacksAccepted, of: curve.attackCount),
        bpcerProbit: Self.probit(point.bonaFideRejected, of: curve.bonaFideCount))
    }
  }

  /// `Φ⁻¹(count / total)`, with the share kept within `1 / 2N` of 0 and 1.
  public static func probit(_ count: Int, of total: Int) -> Double {
    let half = 0.5 / Double(total)
    return NormalDistribution.quantile(min(max(Double(count) / Double(total), half), 1 - half))
  }

  /// The points where the curve turns: on a run along one axis only the ends.
  private static func corners(of curve: ErrorCurve) -> [ErrorCurve.Point] {
    var corners: [ErrorCurve.Point] = []
    for point in curve.points {
      if corners.count > 1 {
        let (a, b) = (corners[corners.count - 2], corners[corners.count - 1])
        let isStraight =
          (a.attacksAccepted == b.attacksAccepted && b.attacksAccepted == point.attacksAccepted)
          || (a.bonaFideRejected == b.bonaFideRejected
            && b.bonaFideRejected == point.bonaFideRejected)
        if isStraight { corners.removeLast() }
      }
      corners.append(point)
    }
    return corners
  }

  /// Steps of even length along the curve as it is drawn.
  private static func spread(
    _ corners: [ErrorCurve.Point], along curve: ErrorCurve, count: Int
  ) -> [ErrorCurve.Point] {
    let places = corners.map { point in
      probit(point.bonaFideRejected, of: curve.bonaFideCount)
        - probit(point.attacksAccepted, of: curve.attackCount)
    }
    guard let first = places.first, let last = places.last, last > first else { return corners }
    var chosen: [ErrorCurve.Point] = []
    var step = 0
    for (place, corner) in zip(places, corners)
    where place >= first + (last - first) * Double(step) / Double(count - 1) {
      chosen.append(corner)
      while step < count - 1,
        place >= first + (last - first) * Double(step) / Double(count - 1)
      { step += 1 }
    }
    if let end = corners.last, chosen.last != end { chosen.append(end) }
    return chosen
  }
}
