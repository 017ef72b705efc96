/// What makes a number no distance.
struct DepthSieve: Sendable {
  let scale: DepthScale
  private let nearest: Float
  private let farthest: Float

  /// Everything is a distance that is finite, within the range and, in metres, above 0.
  init(_ scale: DepthScale, range: ClosedRange<Double>? = nil) {
    self.scale = scale
    nearest = range.map { Float($0.lowerBound) } ?? -.infinity
    farthest = range.map { Float($0.upperBound) } ?? .infinity
  }

  /// The distance; not-a-number where the value is none.
  @inline(__always)
  func distance(_ value: Float) -> Float {
    value.isFinite && (scale == .relative || value > 0) && value >= nearest && value <= farthest
      ? value : .nan
  }

  /// Why a value is no distance.
  func cause(_ value: Float) -> InvalidPixels.Cause {
    if !value.isFinite { return .notFinite }
    if scale == .metric && value == 0 { return .zero }
    if scale == .metric && value < 0 { return .negative }
    return value < nearest ? .tooNear : .tooFar
  }

  /// The distances of some values, with the causes where there are none counted.
  func distances(_ values: some Sequence<Float>) -> (values: [Float], invalid: InvalidPixels) {
    var invalid = InvalidPixels()
    let distances = values.map { value in
      let distance = distance(value)
      if distance.isNaN { invalid[cause(value)] += 1 }
      return distance
    }
    return (distances, invalid)
  }
}

/// What makes a sensor's raw value no distance.
struct RawDepthSieve: Sendable {
  private let declared: InvalidRawValues
  private let metresPerUnit: Double
  private let sieve: DepthSieve

  init(_ sieve: DepthSieve, metresPerUnit: Double, invalid: [UInt16]) {
    declared = InvalidRawValues(invalid)
    self.metresPerUnit = metresPerUnit
    self.sieve = sieve
  }

  /// The distance; not-a-number where the value is none.
  @inline(__always)
  func distance(_ raw: UInt16) -> Float {
    if declared.contains(raw) || (raw == .max && sieve.scale == .metric) { return .nan }
    return sieve.distance(Float(Double(raw) * metresPerUnit))
  }

  /// Why a value is no distance.
  func cause(_ raw: UInt16) -> InvalidPixels.Cause {
    if declared.contains(raw) { return .declared }
    if raw == .max && sieve.scale == .metric { return .saturated }
    return sieve.cause(Float(Double(raw) * metresPerUnit))
  }

  /// The distances of some values, with the causes where there are none counted.
  func distances(_ values: some Sequence<UInt16>) -> (values: [Float], invalid: InvalidPixels) {
    var invalid = InvalidPixels()
    let distances = values.map { raw in
      let distance = distance(raw)
      if distance.isNaN { invalid[cause(raw)] += 1 }
      return distance
    }
    return (distances, invalid)
  }
}
