import LivenessSensing

/// How depth was packed into a small range of numbers, so that two of them and their distances say
/// all: `metres` grows evenly with the raw value, or, where it is inverse, `1 / metres` falls evenly.
public struct DepthMapping: Sendable, Hashable {
  /// The raw values of the two distances; what lies outside them is a hole.
  public let raw: ClosedRange<Double>
  /// The two distances.
  public let metres: SIMD2<Double>
  /// The reciprocal of the distance changes evenly.
  public let isInverse: Bool

  /// Takes two raw values and the distances, above 0, that they stand for; `nil` where the two of a
  /// pair are the same, or a distance is not positive.
  public init?(raw: ClosedRange<Double>, metres: SIMD2<Double>, isInverse: Bool = false) {
    guard raw.lowerBound < raw.upperBound, raw.lowerBound.isFinite, raw.upperBound.isFinite,
      metres.x > 0, metres.y > 0, metres.x.isFinite, metres.y.isFinite, metres.x != metres.y
    else { return nil }
    self.raw = raw
    self.metres = metres
    self.isInverse = isInverse
  }

  /// The distance that a number stands for; one outside the range stands for none.
  func depth(of number: Float) -> UnpackedDepth {
    guard number.isFinite else { return .hole(.notFinite) }
    let value = Double(number)
    guard raw.contains(value) else {
      let isBefore = value < raw.lowerBound
      return .hole(isBefore == (metres.x < metres.y) ? .tooNear : .tooFar)
    }
    let place = (value - raw.lowerBound) / (raw.upperBound - raw.lowerBound)
    return .metres(
      isInverse
        ? Float(1 / (1 / metres.x + (1 / metres.y - 1 / metres.x) * place))
        : Float(metres.x + (metres.y - metres.x) * place))
  }
}
