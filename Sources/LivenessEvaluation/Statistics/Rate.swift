#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A share that was counted, with what the count can say about the true one.
public struct Rate: Sendable, Hashable {
  /// How often it happened.
  public let count: Int
  /// How often it could have happened.
  public let total: Int
  /// The 95 % interval of Clopper and Pearson; 0 to 1 where nothing was counted.
  public let interval: ConfidenceInterval

  /// The confidence of every interval.
  public static let confidence = 0.95

  /// Counts a share.
  public init(_ count: Int, of total: Int) {
    self.count = count
    self.total = total
    interval = ConfidenceInterval(
      clopperPearson: count, of: total, confidence: Self.confidence)
  }

  /// The share, 0 to 1; `nil` where nothing was counted.
  public var share: Double? { total > 0 ? Double(count) / Double(total) : nil }

  /// What no error in this many trials leaves possible at 95 %: the rule of three, `3 / N`.
  ///
  /// `nil` where there was an error, or nothing was counted.
  public var ruleOfThree: Double? { count == 0 && total > 0 ? min(1, 3 / Double(total)) : nil }

  /// How many trials without any error would show, at 95 %, that the true share is at most this.
  ///
  /// The smallest N with `(1 − share)^N ≤ 0.05`; about `3 / share`.
  public static func errorFreeTrials(toShow share: Double) -> Int {
    precondition(share > 0 && share < 1, "\(share) is no share that trials can show")
    return Int(exactly: (log(0.05) / log1p(-share)).rounded(.up)) ?? .max
  }
}
