/// Draws people with replacement, always in the same way for the same seed.
///
/// Several presentations of one person say less than as many of different people; drawing people
/// instead of presentations keeps that in the intervals (Efron and Tibshirani, "An Introduction to
/// the Bootstrap", chapter 8). The generator is SplitMix64 (Steele, Lea and Flood, 2014).
struct SubjectResampling: Sendable {
  private var state: UInt64

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(seed: UInt64) { state = seed }

  /// The generator as it stands after so many draws.
  func advanced(by draws: Int) -> SubjectResampling {
    SubjectResampling(seed: state &+ UInt64(draws) &* Self.step)
  }

  /// How often each of so many people is drawn, in as many draws.
  mutating func weights(people: Int) -> [Int] {
    var weights = [Int](repeating: 0, count: people)
    for _ in 0..<people { weights[Int(next().multipliedFullWidth(by: UInt64(people)).high)] += 1 }
    return weights
  }

  private mutating func next() -> UInt64 {
    state &+= Self.step
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The value that lies at a share of sorted values, with a straight line between neighbours; NumPy's
/// `linear`.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
  precondition(!values.isEmpty, "no values have no quantile")
  let position = share * Double(values.count - 1)
  let index = min(Int(position), values.count - 1)
  let next = min(index + 1, values.count - 1)
  return values[index] + (position - Double(index)) * (values[next] - values[index])
}
