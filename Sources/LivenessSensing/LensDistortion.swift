/// How a lens bends the ideal pinhole image.
public enum LensDistortion: Sendable, Hashable {
  /// An ideal pinhole.
  case none
  /// Brown and Conrady's polynomial: three radial and two tangential coefficients.
  ///
  /// With `r² = x² + y²`: `x' = x(1 + k1·r² + k2·r⁴ + k3·r⁶) + 2·p1·x·y + p2·(r² + 2x²)`, and `y'`
  /// likewise with `p1` and `p2` exchanged.
  case brownConrady(k1: Double, k2: Double, p1: Double, p2: Double, k3: Double)

  /// The coefficients in the order of the case's labels.
  var coefficients: [Double] {
    switch self {
    case .none: []
    case .brownConrady(let k1, let k2, let p1, let p2, let k3): [k1, k2, p1, p2, k3]
    }
  }
}
