/// How a sensor's numbers become distances: all that is needed to read a depth camera.
public struct DepthReading: Sendable, Hashable {
  /// What a number stands for.
  public enum Unit: Sendable, Hashable {
    /// `distance = number · perUnit`, in metres.
    case metres(perUnit: Double)
    /// `distance = focalX · baseline / (number · pixelsPerUnit)`: the disparity of a rectified
    /// pair, with the baseline in metres and the focal length of the camera.
    case disparity(pixelsPerUnit: Double, baseline: Double)
    /// Grows with distance; scale and offset are unknown.
    case relative
  }

  /// What a distance is measured along.
  public enum Meaning: String, Sendable, Hashable, CaseIterable {
    /// The optical axis: `z` of the point.
    case alongAxis = "z"
    /// The pixel's own ray: the length of the point.
    case alongRay = "range"
  }

  /// What a number stands for.
  public let unit: Unit
  /// The raw numbers by which the sensor says that it saw nothing.
  public let invalid: [UInt16]
  /// The distances that the sensor can tell, in metres, as it measures them.
  public let range: ClosedRange<Double>?
  /// What a distance is measured along.
  public let meaning: Meaning

  /// Describes a depth camera by its numbers.
  ///
  /// - Throws: ``FrameError/reading(field:expected:found:)`` for the first number out of range.
  public init(
    unit: Unit, invalid: [UInt16] = [0], range: ClosedRange<Double>? = nil,
    meaning: Meaning = .alongAxis
  ) throws(FrameError) {
    switch unit {
    case .metres(let perUnit): try Self.check("metres per unit", perUnit)
    case .disparity(let pixelsPerUnit, let baseline):
      try Self.check("pixels per unit", pixelsPerUnit)
      try Self.check("baseline", baseline)
    case .relative:
      guard meaning == .alongAxis, range == nil else {
        throw .reading(
          field: "unit", expected: "metres for a range or a distance along the ray",
          found: "relative")
      }
    }
    if let range, !(range.lowerBound >= 0 && range.upperBound.isFinite) {
      throw .reading(
        field: "range", expected: "finite metres from 0 on",
        found: "\(range.lowerBound)...\(range.upperBound)")
    }
    self.unit = unit
    self.invalid = invalid
    self.range = range
    self.meaning = meaning
  }

  private static func check(_ field: String, _ value: Double) throws(FrameError) {
    guard value > 0, value.isFinite else {
      throw .reading(field: field, expected: "a number above 0", found: "\(value)")
    }
  }

  /// What the distances of a frame mean.
  public var scale: DepthScale { unit == .relative ? .relative : .metric }
}
