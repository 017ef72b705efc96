public import LivenessFaces
public import LivenessLayers

/// How far the captures of a data set look like those that a model was trained on.
public struct InputDrift: Sendable {
  /// What one quantity shows.
  public struct Entry: Sendable {
    /// What was measured.
    public let quantity: InputQuantity
    /// The values at the ends of what the model was trained on.
    public let trained: ClosedRange<Double>
    /// The quartiles and the median of training, where its card states them; else empty.
    public let trainedQuartiles: [Double]
    /// The captures outside, of those that have the quantity.
    public let outside: Rate
    /// Those of them that lie below the range; the others lie above.
    public let below: Int
    /// The values here that 2.5 %, 25 %, 50 %, 75 % and 97.5 % of the captures do not exceed.
    public let quantiles: [Double]
  }

  /// The shares of ``Entry/quantiles``.
  public static let shares = [0.025, 0.25, 0.5, 0.75, 0.975]

  /// The quantities that the model states and some capture has.
  public let entries: [Entry]
  /// The captures that lie outside in one quantity or more.
  public let anywhere: Rate
  /// The share of the captures of training that lies outside in each quantity.
  public let expected: Double

  /// Compares what was measured with what a model was trained on; `nil` where nothing was measured.
  public init?(_ measurements: [InputMeasurement], statistics: InputStatistics) {
    entries = statistics.quantities.compactMap { quantity in
      guard let range = statistics.range(of: quantity) else { return nil }
      let values = measurements.compactMap { $0[quantity] }.sorted()
      guard !values.isEmpty else { return nil }
      return Entry(
        quantity: quantity, trained: range,
        trainedQuartiles: Self.quartiles(of: quantity, statistics),
        outside: Rate(values.count { !range.contains($0) }, of: values.count),
        below: values.count { $0 < range.lowerBound },
        quantiles: Self.shares.map { Self.quantile($0, of: values) })
    }
    guard !entries.isEmpty else { return nil }
    anywhere = Rate(
      measurements.count { !$0.outliers(of: statistics).isEmpty }, of: measurements.count)
    expected = (statistics.quantiles.first ?? 0) + 1 - (statistics.quantiles.last ?? 1)
  }

  /// The quantities of which more captures lie outside than chance explains: the whole 95 % interval
  /// lies above the share of training.
  public var drifted: [Entry] {
    entries.filter { $0.outside.interval.lower > expected + 1e-12 }
  }

  private static func quartiles(
    of quantity: InputQuantity, _ statistics: InputStatistics
  ) -> [Double] {
    guard let values = statistics[quantity] else { return [] }
    let quartiles = [0.25, 0.5, 0.75].compactMap { share in
      statistics.quantiles.firstIndex(of: share).map { values[$0] }
    }
    return quartiles.count == 3 ? quartiles : []
  }

  /// The smallest value that at least this share of the sorted values does not exceed.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let index = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(index, 0), sorted.count - 1)]
  }
}
