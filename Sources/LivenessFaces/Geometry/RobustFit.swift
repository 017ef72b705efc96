/// Linear equations solved so that outliers do not decide: reweighted least squares with Tukey's
/// biweight (Beaton & Tukey, 1974).
struct RobustFit {
  /// The unknowns.
  let coefficients: SIMD8<Double>
  /// How far each equation is from being met.
  let errors: [Double]
  /// The errors' standard deviation, from their median.
  let spread: Double

  private static let rounds = 8
  /// Takes the median of normal errors to their deviation.
  private static let deviationOfMedian = 1.4826
  /// Errors of so many deviations do not count at all.
  private static let cutoff = 4.685

  /// Solves equations; `nil` where the unknowns are not determined.
  ///
  /// - Parameters:
  ///   - rows: For each equation what stands at the unknowns, then the value, then zeros.
  ///   - unknowns: How many there are, 1 to 7.
  init?(_ rows: [SIMD8<Double>], unknowns: Int) {
    guard !rows.isEmpty else { return nil }
    var weights = [Double](repeating: 1, count: rows.count)
    var errors = weights
    var spread = 0.0
    var coefficients = SIMD8<Double>.zero
    for _ in 0..<Self.rounds {
      var equations = LeastSquares(unknowns: unknowns)
      for (row, weight) in zip(rows, weights) { equations.add(row, weight: weight) }
      guard let solution = equations.solution else { return nil }
      coefficients = solution
      // The value stands behind the terms: with −1 before it, the product is what is left of it.
      var signed = solution
      signed[unknowns] = -1
      for index in rows.indices { errors[index] = abs((rows[index] * signed).sum()) }
      spread = Self.deviationOfMedian * errors.sorted()[errors.count / 2]
      let limit = max(Self.cutoff * spread, 1e-9)
      for index in errors.indices {
        let share = 1 - min(1, (errors[index] / limit) * (errors[index] / limit))
        weights[index] = share * share
      }
    }
    self.coefficients = coefficients
    self.errors = errors
    self.spread = spread
  }
}
