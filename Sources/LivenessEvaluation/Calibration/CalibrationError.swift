/// Why no threshold can be chosen from scores.
public enum CalibrationError: Error, Sendable, Hashable {
  /// There is no score of one of the classes.
  case missingClass(Presentation.Label)
  /// Every score is the same, so that no threshold tells anything apart.
  case allScoresEqual(Double)
  /// A score is no probability of a living face.
  case notAProbability(id: String, score: Double)
  /// Only a threshold outside of its range would meet the target.
  case noThreshold(CalibrationTarget)
  /// The target is no share.
  case target(Double)
}

extension CalibrationError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .missingClass(let label):
      "expected scores of bona fide presentations and of attacks, found none labelled "
        + "\"\(label.rawValue)\""
    case .allScoresEqual(let score):
      "expected scores that differ, found \(score) for every presentation"
    case .notAProbability(let id, let score):
      "expected probabilities from 0 to 1, found \(score) for \(id)"
    case .noThreshold(let target):
      "no threshold from 0 up to, but not including, 1 gives \(target) on these scores"
    case .target(let target): "expected a target above or at 0 and below 1, found \(target)"
    }
  }
}
