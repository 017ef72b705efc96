#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The normal distribution with mean 0 and variance 1.
public enum NormalDistribution {
  /// The probability of a value below x.
  public static func probability(below x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The value below which the probability is p: the axis of a DET curve, its probit.
  ///
  /// Abramowitz and Stegun, formula 26.2.23, made exact by two steps of Halley's method.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    if p > 0.5 { return -quantile(1 - p) }
    let t = (-2 * log(p)).squareRoot()
    var x =
      (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<2 {
      let newton =
        (probability(below: x) - p) * (2 * Double.pi).squareRoot() * exp(x * x / 2)
      x -= newton / (1 + x * newton / 2)
    }
    return x
  }
}
