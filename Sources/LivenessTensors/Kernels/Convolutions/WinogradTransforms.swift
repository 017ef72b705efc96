/// The one-dimensional transforms of Winograd's minimal filtering: F(4, 3), at the points 0, ±1, ±2
/// and ∞, and F(2, 3), at 0, ±1 and ∞ (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016).
enum WinogradTransforms {
  typealias Six<Element> = (Element, Element, Element, Element, Element, Element)
  typealias Four<Element> = (Element, Element, Element, Element)

  /// Six transformed taps of filters of three.
  @inline(__always)
  static func filter<Taps: SIMD>(_ a: Taps, _ b: Taps, _ c: Taps) -> Six<Taps>
  where Taps.Scalar == Double {
    let (outer, inner) = ((a + c) * (-1 / 6.0), b * (1 / 6.0))
    let (even, odd) = (a * (1 / 24.0) + c * (1 / 6.0), b * (1 / 12.0))
    return (a * 0.25, outer - inner, outer + inner, even + odd, even - odd, c)
  }

  /// Six transformed scalars of six neighbours.
  @inline(__always)
  static func input(_ d: Six<Lanes>) -> Six<Lanes> {
    let even = d.4.adding(-4, times: d.2)
    let odd = d.3.adding(-4, times: d.1)
    let evenDifference = d.4 - d.2
    let oddDifference = d.3 - d.1
    return (
      d.4.adding(-5, times: d.2).adding(4, times: d.0), even + odd, even - odd,
      evenDifference.adding(2, times: oddDifference),
      evenDifference.adding(-2, times: oddDifference),
      d.5.adding(-5, times: d.3).adding(4, times: d.1)
    )
  }

  /// The four results of six products.
  @inline(__always)
  static func output(_ m: Six<Lanes>) -> Four<Lanes> {
    let (sum, difference) = (m.1 + m.2, m.1 - m.2)
    let (outerSum, outerDifference) = (m.3 + m.4, m.3 - m.4)
    return (
      m.0 + sum + outerSum, difference.adding(2, times: outerDifference),
      sum.adding(4, times: outerSum), m.5 + difference.adding(8, times: outerDifference)
    )
  }

  /// Four transformed taps of a filter of three.
  @inline(__always)
  static func smallFilter<Taps: SIMD>(_ a: Taps, _ b: Taps, _ c: Taps) -> Four<Taps>
  where Taps.Scalar == Double {
    let sum = a + c
    return (a, (sum + b) * 0.5, (sum - b) * 0.5, c)
  }

  /// Four transformed scalars of four neighbours.
  @inline(__always)
  static func smallInput(_ d: Four<Lanes>) -> Four<Lanes> {
    (d.0 - d.2, d.1 + d.2, d.2 - d.1, d.1 - d.3)
  }

  /// The two results of four products.
  @inline(__always)
  static func smallOutput(_ m: Four<Lanes>) -> (Lanes, Lanes) {
    (m.0 + m.1 + m.2, m.1 - m.2 - m.3)
  }
}
