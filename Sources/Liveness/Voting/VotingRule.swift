/// How the frames of one person become one answer.
///
/// None of the rules depends on the order of the frames.
public enum VotingRule: Sendable, Hashable {
  /// The mean of all probabilities.
  case mean
  /// The mean without so many of the highest and as many of the lowest: `⌊share · frames⌋` each, for
  /// a share from 0 up to, but not including, a half.
  case trimmedMean(share: Double)
  /// The lowest probability: every frame must be live.
  case minimum
  /// Live where at least so many frames are live by themselves, out of exactly so many.
  case atLeast(Int, of: Int)

  /// How many frames a vote can be over: more than a minute of any camera's.
  public static let frames = 1...4096

  /// Checks the rule for so many frames.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)``.
  func validate(frames: Int) throws(LivenessError) {
    guard VotingRule.frames.contains(frames) else {
      let (fewest, most) = (VotingRule.frames.lowerBound, VotingRule.frames.upperBound)
      throw .policy(
        field: "voting frames", expected: "from \(fewest) to \(most)", found: Double(frames))
    }
    switch self {
    case .mean, .minimum: break
    case .trimmedMean(let share):
      guard share >= 0, share < 0.5 else {
        throw .policy(field: "voting share", expected: "at least 0 and below 0.5", found: share)
      }
    case .atLeast(let count, let total):
      guard total == frames else {
        throw .policy(
          field: "voting frames", expected: "exactly \(total)", found: Double(frames))
      }
      guard (1...total).contains(count) else {
        throw .policy(
          field: "voting count", expected: "from 1 to \(total)", found: Double(count))
      }
    }
  }

  /// What the frames say together: their probability, or 1 and 0 where frames are counted.
  ///
  /// It never falls where a frame's probability rises. Sorted before they are summed, the same
  /// probabilities in another order give the same to the bit.
  func combined(_ probabilities: [Double], by rule: DecisionRule) -> Double {
    switch self {
    case .mean: return VotingRule.mean(probabilities.sorted()[...])
    case .trimmedMean(let share):
      let cut = Int(share * Double(probabilities.count))
      return VotingRule.mean(probabilities.sorted().dropFirst(cut).dropLast(cut))
    case .minimum: return probabilities.min() ?? 0
    case .atLeast(let count, _):
      return probabilities.count { rule.decide(liveProbability: $0) == .live } >= count ? 1 : 0
    }
  }

  private static func mean(_ sorted: ArraySlice<Double>) -> Double {
    sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count)
  }
}

extension VotingRule: CustomStringConvertible {
  /// The rule as policy files and command lines spell it: `mean`, `trimmed-mean:0.2`, `minimum` or
  /// `3-of-5`.
  public var description: String {
    switch self {
    case .mean: "mean"
    case .trimmedMean(let share): "trimmed-mean:\(share)"
    case .minimum: "minimum"
    case .atLeast(let count, let total): "\(count)-of-\(total)"
    }
  }

  /// Reads what ``description`` writes; `nil` where it is none of these.
  public init?(_ text: String) {
    switch text {
    case "mean": self = .mean
    case "minimum": self = .minimum
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == "trimmed-mean" {
        guard let share = Double(parts[1]), share >= 0, share < 0.5 else { return nil }
        self = .trimmedMean(share: share)
        return
      }
      let counts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard counts.count == 3, counts[1] == "of", let count = Int(counts[0]),
        let total = Int(counts[2]), VotingRule.frames.contains(total), (1...total).contains(count)
      else { return nil }
      self = .atLeast(count, of: total)
    }
  }
}
