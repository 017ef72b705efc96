import LivenessTensors

/// How a network's outputs become the score of a candidate, 0 to 1.
enum ScoreRule: String, Sendable, CaseIterable {
  /// Two numbers for each anchor, background and face, that are logits.
  case softmax
  /// One number, a logit.
  case sigmoid
  /// One number in each of two outputs, both logits: the root of the product of what they stand for
  /// (class and objectness; Wu, Peng and Yu, "YuNet", 2023).
  case geometricMean = "geometric-mean"

  /// The outputs that it takes.
  var outputCount: Int { self == .geometricMean ? 2 : 1 }
  /// Numbers for each anchor in each of them.
  var numbersPerAnchor: Int { self == .softmax ? 2 : 1 }

  /// The score of one anchor of a cell.
  func score(of cell: LevelMaps.Cell, in maps: [LevelMaps.Map]) -> Double {
    func logit(_ map: Int, _ index: Int) -> Double {
      Double(maps[map].number(cell, index, of: numbersPerAnchor))
    }
    return switch self {
    case .softmax: Self.logistic(logit(0, 1) - logit(0, 0))
    case .sigmoid: Self.logistic(logit(0, 0))
    case .geometricMean:
      (Self.logistic(logit(0, 0)) * Self.logistic(logit(1, 0))).squareRoot()
    }
  }

  private static func logistic(_ x: Double) -> Double {
    1 / (1 + Exponential.of(-x))
  }
}
