/// How far the key points of a data set's captures lie from the true ones.
///
/// An error is the mean distance of the 68 points from the true ones, divided by the true distance
/// between the outer eye corners (points 36 and 45), as the 300-W benchmark has it (Sagonas et al.,
/// 2013); errors are shares, 0.05 for 5 %.
public struct KeyPointAccuracy: Sendable, Hashable {
  /// What became of the key points of one capture with true ones.
  public enum Outcome: Sendable, Hashable {
    /// They were found, with this error.
    case found(error: Double)
    /// None were found.
    case notFound
  }

  /// The errors of the captures of one label.
  public struct Summary: Sendable, Hashable {
    /// The captures with true points of which none were found; they have no error.
    public let notFound: Int
    /// The mean of the errors; `nil` where there are none.
    public let mean: Double?
    /// Their median.
    public let median: Double?
    /// Their 95th percentile.
    public let percentile95: Double?
    /// The errors above ``KeyPointAccuracy/largestError``.
    public let failures: Rate

    /// Summarizes outcomes; `nil` where there are none.
    init?(_ outcomes: [Outcome]) {
      guard !outcomes.isEmpty else { return nil }
      let errors = outcomes.compactMap { outcome in
        if case .found(let error) = outcome { error } else { nil }
      }.sorted()
      notFound = outcomes.count - errors.count
      mean = errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
      median = errors.isEmpty ? nil : quantile(0.5, ofSorted: errors)
      percentile95 = errors.isEmpty ? nil : quantile(0.95, ofSorted: errors)
      failures = Rate(errors.count { $0 > KeyPointAccuracy.largestError }, of: errors.count)
    }
  }

  /// The error above which a capture counts as failed.
  public static let largestError = 0.1

  /// The bona fide captures with true points; `nil` where there are none.
  public let bonaFide: Summary?
  /// The attacks with true points; `nil` where there are none.
  public let attacks: Summary?
  /// The captures of which the true points are unknown.
  public let unknown: Int

  /// Gathers the errors of presentations; `nil` where no capture has true points.
  public init?(_ presentations: [Presentation]) {
    bonaFide = Summary(presentations.filter { $0.label == .bonaFide }.compactMap(\.keyPoints))
    attacks = Summary(presentations.filter { $0.label == .attack }.compactMap(\.keyPoints))
    guard bonaFide != nil || attacks != nil else { return nil }
    unknown = presentations.count { $0.keyPoints == nil }
  }
}
