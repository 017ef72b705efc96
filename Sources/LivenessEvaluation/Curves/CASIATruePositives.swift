/// TPR at a false positive rate as published figures on CASIA-SURF were computed: on a grid.
///
/// Thresholds are 0, 0.001, … 0.999, and the one at the wanted rate is interpolated between the two
/// whose rates of accepted attacks lie around it. It is there to compare with such figures only: more
/// attacks may lie above the interpolated threshold than the wanted rate allows.
public struct CASIATruePositives: Sendable, Hashable {
  /// The wanted share of attacks.
  public let falsePositiveRate: Double
  /// The interpolated threshold.
  public let threshold: Double
  /// The share of bona fide presentations above it.
  public let truePositives: Rate
  /// The share of attacks above it, whichever was wanted.
  public let falsePositives: Rate

  private static let steps = 1000
  /// The distance of two thresholds, of which NumPy takes multiples for a range as well: equal scores
  /// fall on the same side.
  private static let step = 0.001

  /// Interpolates the threshold; `nil` where even the highest of the grid accepts more attacks.
  public init?(_ curve: ErrorCurve, falsePositiveRate: Double) {
    func share(_ index: Int) -> Double {
      curve.pooledAPCER(curve.point(at: Double(index) * Self.step))
    }
    guard let index = (0..<Self.steps).first(where: { share($0) <= falsePositiveRate }) else {
      return nil
    }
    self.falsePositiveRate = falsePositiveRate
    let (threshold, found) = (Double(index) * Self.step, share(index))
    if index == 0 || found == falsePositiveRate {
      self.threshold = threshold
    } else {
      let slope = (Double(index - 1) * Self.step - threshold) / (share(index - 1) - found)
      self.threshold = slope * (falsePositiveRate - found) + threshold
    }
    let point = curve.point(at: self.threshold)
    truePositives = Rate(curve.bonaFideCount - point.bonaFideRejected, of: curve.bonaFideCount)
    falsePositives = Rate(point.attacksAccepted, of: curve.attackCount)
  }
}
