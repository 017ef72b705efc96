import Liveness
import LivenessEvaluation

/// A presentation that was decided wrongly, and what it looked like.
struct Mistake {
  /// The pictures of a mistake, or why there are none.
  enum Pictures {
    /// The detector's result with its stages, and the capture.
    case seen(LivenessResult, LivenessCapture)
    /// Why the capture is not shown.
    case missing(String)
  }

  let presentation: Presentation
  let score: Double
  /// Where `live` begins.
  let threshold: Double
  let pictures: Pictures

  /// The presentations that were decided most wrongly, farthest from the threshold first.
  ///
  /// Probabilities are compared by their log-odds, in which 0.99 and 0.999 are far apart.
  static func worst(
    _ count: Int, of presentations: [Presentation], rule: DecisionRule
  ) -> [(presentation: Presentation, score: Double)] {
    let wrong = presentations.compactMap { presentation -> (Presentation, Double)? in
      guard let score = presentation.score else { return nil }
      switch (presentation.label, rule.decide(presentation)) {
      case (.bonaFide, .spoof), (.attack, .live): return (presentation, score)
      default: return nil
      }
    }
    let areProbabilities = wrong.allSatisfy { (0...1).contains($0.1) }
    func place(_ score: Double) -> Double {
      areProbabilities ? LogOddsScale.place(of: score) : score
    }
    let threshold = rule.liveThreshold
    func distance(_ score: Double) -> Double { abs(place(score) - place(threshold)) }
    return wrong.sorted { first, second in
      (distance(first.1), second.0.id) > (distance(second.1), first.0.id)
    }.prefix(count).map { (presentation: $0.0, score: $0.1) }
  }
}
