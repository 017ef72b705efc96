/// Whether scores that are meant as probabilities of a living face are just that.
public struct ProbabilityCalibration: Sendable {
  /// The scores within one step of the scale.
  public struct Bin: Sendable, Hashable {
    /// The lowest score that belongs here.
    public let lower: Double
    /// The scores are below this; the last bin takes 1 too.
    public let upper: Double
    /// How many presentations lie here.
    public let count: Int
    /// The mean of their scores.
    public let meanScore: Double
    /// The share of them that is bona fide.
    public let bonaFideShare: Double
  }

  /// The mean of `(score − outcome)²`, where the outcome is 1 for bona fide and 0 for attacks (Brier,
  /// 1950).
  public let brier: Double
  /// The expected calibration error: the mean of `|mean score − bona fide share|` over the bins,
  /// each weighted by its count.
  public let expectedError: Double
  /// The bins that hold a score, from the lowest.
  public let bins: [Bin]

  /// Compares scores with outcomes; `nil` where there is none, or a score is no probability.
  ///
  /// - Parameters:
  ///   - scores: Each score, and whether the presentation was bona fide.
  ///   - binCount: How many steps of the same width the scale has.
  public init?(_ scores: [(score: Double, isBonaFide: Bool)], binCount: Int = 15) {
    guard !scores.isEmpty, scores.allSatisfy({ (0...1).contains($0.score) }) else { return nil }
    var sums = [Double](repeating: 0, count: binCount)
    var (counts, hits) = (
      [Int](repeating: 0, count: binCount), [Int](repeating: 0, count: binCount)
    )
    var squares = 0.0
    for (score, isBonaFide) in scores {
      let index = min(Int(score * Double(binCount)), binCount - 1)
      sums[index] += score
      counts[index] += 1
      if isBonaFide { hits[index] += 1 }
      let distance = score - (isBonaFide ? 1 : 0)
      squares += distance * distance
    }
    brier = squares / Double(scores.count)
    var bins: [Bin] = []
    let width = 1 / Double(binCount)
    for index in 0..<binCount where counts[index] > 0 {
      let count = Double(counts[index])
      bins.append(
        Bin(
          lower: Double(index) * width, upper: Double(index + 1) * width, count: counts[index],
          meanScore: sums[index] / count, bonaFideShare: Double(hits[index]) / count))
    }
    self.bins = bins
    let distances = bins.map { Double($0.count) * abs($0.meanScore - $0.bonaFideShare) }
    expectedError = distances.reduce(0, +) / Double(scores.count)
  }
}
