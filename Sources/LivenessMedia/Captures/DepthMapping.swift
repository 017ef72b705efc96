/// How depth was packed into a small range of numbers, so that two of them and their distances say
/// all: `metres` grows evenly with the raw value, or, where it is inverse, `1 / metres` falls evenly.
struct DepthMapping: Sendable, Hashable {
  /// The raw values of the two distances; what lies outside them is a hole.
  let raw: ClosedRange<Double>
  let metres: SIMD2<Double>
  let isInverse: Bool

  /// The distance in metres; not-a-number outside the range.
  func distance(_ value: Double) -> Float {
    guard raw.contains(value) else { return .nan }
    let place = (value - raw.lowerBound) / (raw.upperBound - raw.lowerBound)
    return isInverse
      ? Float(1 / (1 / metres.x + (1 / metres.y - 1 / metres.x) * place))
      : Float(metres.x + (metres.y - metres.x) * place)
  }
}
