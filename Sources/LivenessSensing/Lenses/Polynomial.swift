/// A polynomial of one variable, by its coefficients from the constant one up.
struct Polynomial: Sendable, Hashable {
  let coefficients: [Double]

  init(_ coefficients: [Double]) { self.coefficients = coefficients }

  /// The value at a place, by Horner's rule.
  func callAsFunction(_ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  var derivative: Polynomial {
    Polynomial(coefficients.enumerated().dropFirst().map { Double($0.offset) * $0.element })
  }

  /// The smallest root above 0 of a polynomial that is positive at 0; `nil` where there is none up
  /// to a limit.
  func smallestRoot(upTo limit: Double) -> Double? {
    crossings(upTo: limit, orTouching: true).first
  }

  /// Where the polynomial changes its sign between 0 and the limit, ascending.
  ///
  /// Between two neighbouring extrema it does so at most once, and bisection finds where.
  private func crossings(upTo limit: Double, orTouching: Bool = false) -> [Double] {
    guard coefficients.dropFirst().contains(where: { $0 != 0 }) else { return [] }
    var roots: [Double] = []
    var lower = 0.0
    for upper in derivative.crossings(upTo: limit) + [limit] {
      let (before, after) = (self(lower), self(upper))
      if (before > 0) != (after > 0) {
        roots.append(root(between: lower, and: upper))
      } else if orTouching && after == 0 {
        roots.append(upper)
      }
      lower = upper
    }
    return roots
  }

  private func root(between lower: Double, and upper: Double) -> Double {
    var (lower, upper) = (lower, upper)
    let isPositive = self(lower) > 0
    while true {
      let middle = (lower + upper) / 2
      guard middle > lower, middle < upper else { return lower }
      if (self(middle) > 0) == isPositive { lower = middle } else { upper = middle }
    }
  }

  static func + (first: Polynomial, second: Polynomial) -> Polynomial {
    let count = max(first.coefficients.count, second.coefficients.count)
    var sum = [Double](repeating: 0, count: count)
    for (index, value) in first.coefficients.enumerated() { sum[index] += value }
    for (index, value) in second.coefficients.enumerated() { sum[index] += value }
    return Polynomial(sum)
  }

  static func * (first: Polynomial, second: Polynomial) -> Polynomial {
    guard !first.coefficients.isEmpty, !second.coefficients.isEmpty else { return Polynomial([]) }
    var product = [Double](
      repeating: 0, count: first.coefficients.count + second.coefficients.count - 1)
    for (i, a) in first.coefficients.enumerated() {
      for (j, b) in second.coefficients.enumerated() { product[i + j] += a * b }
    }
    return Polynomial(product)
  }

  static func * (first: Polynomial, factor: Double) -> Polynomial {
    Polynomial(first.coefficients.map { $0 * factor })
  }
}
