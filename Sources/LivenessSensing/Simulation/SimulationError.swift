/// Why there is nothing to simulate.
public enum SimulationError: Error, Sendable, Hashable {
  /// The subject does not stand where the cameras can see it.
  case distance(expected: ClosedRange<Double>, found: Double)
  /// The time between frames, or between a depth map and its image, is out of range.
  case time(expected: ClosedRange<Duration>, found: Duration)
}

extension SimulationError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .distance(let expected, let found):
      "expected a subject \(expected.lowerBound) to \(expected.upperBound) metres away, found \(found)"
    case .time(let expected, let found):
      "expected a time of \(expected.lowerBound) to \(expected.upperBound), found \(found)"
    }
  }
}
