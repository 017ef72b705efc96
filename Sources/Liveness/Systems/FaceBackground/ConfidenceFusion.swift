#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the confidences of a face model and a background model become one.
///
/// Both are 0 to 1, 1 for living, and so is the result. Every rule is monotone: where either
/// confidence grows, the result does not fall.
public enum ConfidenceFusion: Sendable, Hashable {
  /// The smaller one: both must be sure. The default, which no sure model can outvote.
  case minimum
  /// `a · b`.
  case product
  /// `w · a + (1 − w) · b`, with the weight of the face model, 0 to 1.
  case weightedSum(face: Double)
  /// By how much living outweighs the attack that the other model sees: `max(0, a − (1 − b))`.
  case difference
  /// The living share of what both models say: `a · b / (a · b + (1 − a) · (1 − b))`; 0 where they
  /// exclude each other.
  case quotient
  /// `1 / (1 + exp(−(f · a + g · b + c)))`, with weights of at least 0.
  case logistic(face: Double, background: Double, bias: Double)

  /// Fuses two confidences; `nil` where one is no number from 0 to 1, or a number of the rule lies
  /// outside its range.
  public func callAsFunction(face a: Double, background b: Double) -> Double? {
    guard (0...1).contains(a), (0...1).contains(b), flaw == nil else { return nil }
    switch self {
    case .minimum: return min(a, b)
    case .product: return a * b
    case .weightedSum(let weight): return weight * a + (1 - weight) * b
    case .difference: return max(0, a - (1 - b))
    case .quotient:
      let (live, attack) = (a * b, (1 - a) * (1 - b))
      return live > 0 ? live / (live + attack) : 0
    case .logistic(let face, let background, let bias):
      return 1 / (1 + exp(-(face * a + background * b + bias)))
    }
  }

  /// What makes no sense about the numbers of the rule.
  var flaw: (field: String, expected: String, found: Double)? {
    switch self {
    case .minimum, .product, .difference, .quotient: return nil
    case .weightedSum(let weight):
      return (0...1).contains(weight) ? nil : ("weightedSum", "a weight from 0 to 1", weight)
    case .logistic(let face, let background, let bias):
      for weight in [face, background] where !(0...1e6).contains(weight) {
        return ("logistic", "weights from 0 to 1000000", weight)
      }
      return abs(bias) <= 1e6 ? nil : ("logistic", "a bias of at most 1000000 either way", bias)
    }
  }
}
