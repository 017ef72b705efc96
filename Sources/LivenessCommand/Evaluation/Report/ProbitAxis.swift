import LivenessEvaluation

/// An axis on which equal steps are equal probits, as on normal probability paper.
struct ProbitAxis {
  private static let marks = [
    0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999,
  ]

  private let low: Double
  private let high: Double

  /// An axis that reaches from the mark below the lowest share to the mark above the highest one.
  init(from lowest: Double, to highest: Double) {
    let below = Self.marks.last { $0 <= lowest } ?? Self.marks[0]
    let above = Self.marks.first { $0 >= highest && $0 > below } ?? Self.marks[Self.marks.count - 1]
    low = NormalDistribution.quantile(below)
    high = NormalDistribution.quantile(above)
  }

  /// Where a probit lies, 0 to 1 between the ends.
  func place(ofProbit probit: Double) -> Double { (probit - low) / (high - low) }

  /// Where a share lies, 0 to 1 between the ends.
  func place(of share: Double) -> Double {
    place(ofProbit: NormalDistribution.quantile(min(max(share, 1e-9), 1 - 1e-9)))
  }

  /// The marks within the axis, as shares.
  var ticks: [Double] {
    Self.marks.filter { mark in
      let probit = NormalDistribution.quantile(mark)
      return probit >= low - 1e-9 && probit <= high + 1e-9
    }
  }
}
