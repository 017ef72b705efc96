/// Where a true share lies, with a given confidence.
public struct ConfidenceInterval: Sendable, Hashable {
  /// The lower end, 0 to 1.
  public let lower: Double
  /// The upper end, 0 to 1.
  public let upper: Double

  /// Makes an interval from its ends.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The interval of Clopper and Pearson ("The use of confidence or fiducial limits", 1934): exact,
  /// so that the true share lies within it at least as often as the confidence says.
  ///
  /// - Parameters:
  ///   - count: How often it happened.
  ///   - total: How often it could have happened; 0 gives the interval from 0 to 1.
  ///   - confidence: Above 0 and below 1.
  public init(clopperPearson count: Int, of total: Int, confidence: Double = 0.95) {
    precondition(
      (0...max(0, total)).contains(count) && confidence > 0 && confidence < 1,
      "\(count) of \(total) at a confidence of \(confidence) is no share")
    let tail = (1 - confidence) / 2
    let (k, n) = (Double(count), Double(total))
    lower = count == 0 ? 0 : BetaDistribution(k, n - k + 1).quantile(tail)
    upper = count == total ? 1 : BetaDistribution(k + 1, n - k).quantile(tail, ofUpperTail: true)
  }
}
