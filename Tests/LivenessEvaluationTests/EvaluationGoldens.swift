import Foundation
import TestSupport

/// Records of SciPy, scikit-learn and NumPy in `Tests/Goldens/evaluation`, a line each.
enum EvaluationGoldens {
  /// The words of each line of a file.
  static func records(_ name: String) throws -> [[String]] {
    try String(contentsOfFile: Goldens.path("evaluation/" + name), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  /// Whether two figures agree to 1e-12, relative where they are above 1.
  static func agree(_ actual: Double, _ expected: Double) -> Bool {
    actual == expected || abs(actual - expected) <= 1e-12 * max(1, abs(expected))
  }
}
