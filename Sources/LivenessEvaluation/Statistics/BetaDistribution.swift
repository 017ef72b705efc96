#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The beta distribution with the parameters a and b, both above 0.
struct BetaDistribution: Sendable, Hashable {
  let a: Double
  let b: Double

  init(_ a: Double, _ b: Double) {
    precondition(a > 0 && b > 0, "a beta distribution has parameters above 0, not \(a) and \(b)")
    self.a = a
    self.b = b
  }

  /// Both tails at x from 0 to 1: `I_x(a, b)` and `1 − I_x(a, b)`, each to full precision where it
  /// is the smaller one.
  func tails(at x: Double) -> (lower: Double, upper: Double) {
    if x <= 0 { return (0, 1) }
    if x >= 1 { return (1, 0) }
    let front = density(at: x) * x * (1 - x)
    if x < (a + 1) / (a + b + 2) {
      let lower = front * Self.continuedFraction(a, b, x) / a
      return (lower, 1 - lower)
    }
    let upper = front * Self.continuedFraction(b, a, 1 - x) / b
    return (1 - upper, upper)
  }

  /// `x^(a−1) (1−x)^(b−1) / B(a, b)`, by the saddle-point form of Loader, "Fast and accurate
  /// computation of binomial probabilities" (2000), which keeps its digits for large a and b.
  func density(at x: Double) -> Double {
    guard x > 0, x < 1 else { return 0 }
    let n = a + b
    let exponent =
      Self.stirlingError(n) - Self.stirlingError(a) - Self.stirlingError(b)
      - Self.deviance(a, n * x) - Self.deviance(b, n * (1 - x))
    return exp(exponent) * (a * b / (n * 2 * .pi)).squareRoot() / (x * (1 - x))
  }

  /// The x whose lower tail, or upper tail, is p.
  func quantile(_ p: Double, ofUpperTail isUpper: Bool = false) -> Double {
    var (low, high) = (0.0, 1.0)
    var x = a / (a + b)
    for _ in 0..<200 {
      let tails = tails(at: x)
      let excess = isUpper ? p - tails.upper : tails.lower - p
      if excess == 0 { return x }
      if excess > 0 { high = x } else { low = x }
      let newton = x - excess / density(at: x)
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if next == x || abs(next - x) <= 8 * x.ulp { return next }
      x = next
    }
    return x
  }

  /// The continued fraction of `I_x`, by the method of Lentz; converges fast for x below the mean.
  private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for step in 1..<100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      var change = 1.0
      for coefficient in [even, odd] {
        d = 1 + coefficient * d
        c = 1 + coefficient / c
        d = 1 / (abs(d) < tiny ? tiny : d)
        if abs(c) < tiny { c = tiny }
        change = d * c
        fraction *= change
      }
      if abs(change - 1) <= Double.ulpOfOne { break }
    }
    return fraction
  }

  /// `ln Γ(z + 1)` less its Stirling approximation `(z + ½) ln z − z + ½ ln 2π`.
  private static func stirlingError(_ z: Double) -> Double {
    if z < 16 { return stirlingError(z + 1) + (z + 0.5) * log1p(1 / z) - 1 }
    let inverse = 1 / (z * z)
    let terms = [-691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12]
    return terms.reduce(0) { $0 * inverse + $1 } / z
  }

  /// `x ln(x / m) + m − x`, without the loss of digits near x = m.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    for step in 1..<1000 {
      term *= v * v
      let next = sum + term / Double(2 * step + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}
