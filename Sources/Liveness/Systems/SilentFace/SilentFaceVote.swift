/// How several models' opinions of one face become one.
public enum SilentFaceVote: Sendable, Hashable {
  /// The mean of each class's probabilities; the likeliest class decides
  /// (Silent-Face-Anti-Spoofing).
  case mean
  /// The same with a weight for each model by its name; one that is not named weighs 1.
  case weightedMean([String: Double])
  /// A living face where more than half of the models say so; the probability is their share.
  case majority
  /// A living face where every model says so; the probability is the least of theirs.
  case minimum

  /// What the models say together.
  struct Outcome: Sendable, Hashable {
    /// The probability of a living face, 0 to 1.
    let liveProbability: Double
    /// Whether the face is taken for a living one without a threshold being named.
    let isLive: Bool
  }

  /// Counts the opinions of the models that apply; `nil` where there is none, where a number is not
  /// finite, or where no model has any weight.
  func count(_ opinions: [SilentFaceOpinion]) -> Outcome? {
    let given = opinions.filter { $0.finding != nil }
    guard !given.isEmpty, given.allSatisfy({ $0.finding?.isFinite == true }) else { return nil }
    switch self {
    case .mean: return Self.mean(given, weights: given.map { _ in 1 })
    case .weightedMean(let weights):
      return Self.mean(given, weights: given.map { weights[$0.model] ?? 1 })
    case .majority:
      let votes = given.count { $0.isLive == true }
      return Outcome(
        liveProbability: Double(votes) / Double(given.count), isLive: 2 * votes > given.count)
    case .minimum:
      let least = given.compactMap(\.liveProbability).min()
      return least.map {
        Outcome(liveProbability: $0, isLive: given.allSatisfy { $0.isLive == true })
      }
    }
  }

  private static func mean(_ opinions: [SilentFaceOpinion], weights: [Double]) -> Outcome? {
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    let classes = opinions[0].classes
    guard opinions.allSatisfy({ $0.classes == classes }) else {
      return meanOfTwo(opinions, weights: weights, total: total)
    }
    var sums = [Double](repeating: 0, count: classes.count)
    for (opinion, weight) in zip(opinions, weights) {
      for (index, probability) in (opinion.finding?.probabilities ?? []).enumerated() {
        sums[index] += weight * Double(probability)
      }
    }
    let means = sums.map { $0 / total }
    guard let label = SilentFaceOpinion.label(of: means, classes: classes),
      let live = classes.firstIndex(of: PictureNetwork.live)
    else { return nil }
    return Outcome(liveProbability: means[live], isLive: label == live)
  }

  /// Models that do not tell the same attacks apart are asked for a living face alone, which must be
  /// likelier than all attacks together.
  private static func meanOfTwo(
    _ opinions: [SilentFaceOpinion], weights: [Double], total: Double
  ) -> Outcome? {
    let sum = zip(opinions, weights).reduce(0) { $0 + $1.1 * ($1.0.liveProbability ?? .nan) }
    let mean = sum / total
    return mean.isFinite ? Outcome(liveProbability: mean, isLive: mean > 0.5) : nil
  }
}
