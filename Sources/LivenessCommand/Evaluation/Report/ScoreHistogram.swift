import Liveness
import LivenessEvaluation

/// How the scores of both classes are spread, bona fide upwards and attacks downwards, as SVG.
struct ScoreHistogram {
  let bonaFide: [Double]
  let attacks: [Double]
  let rule: DecisionRule

  private static let bins = 48
  private static let labels = [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]

  /// Probabilities stand on a log-odds scale, other scores between the lowest and the highest.
  private var isProbability: Bool { (bonaFide + attacks).allSatisfy { (0...1).contains($0) } }

  /// The chart with its caption.
  var html: String {
    let scale = scale
    let (live, spoof) = (counts(bonaFide, scale), counts(attacks, scale))
    return """
      <figure class="chart"><svg viewBox="0 0 560 300" role="img" aria-label="Histogram of the \
      scores of \(bonaFide.count) bona fide presentations and \(attacks.count) attacks">
      <g class="live">\(bars(live, of: bonaFide.count, upwards: true))</g>
      <g class="spoof">\(bars(spoof, of: attacks.count, upwards: false))</g>
      <line class="base" x1="36" y1="138" x2="524" y2="138"/>
      \(thresholds(scale))\(ticks(scale))
      <text class="key" x="36" y="14">bona fide, \(bonaFide.count)</text>
      <text class="key" x="36" y="262">attacks, \(attacks.count)</text>
      </svg><figcaption>Scores <span>each class to its own scale; \
      \(isProbability ? "probability of a living face, log-odds scale" : "score"); \
      lines: thresholds of the rule</span></figcaption></figure>
      """
  }

  private var scale: (Double) -> Double {
    if isProbability { return LogOddsScale.place(of:) }
    let scores = bonaFide + attacks
    let (low, high) = (scores.min() ?? 0, scores.max() ?? 1)
    return { high > low ? ($0 - low) / (high - low) : 0.5 }
  }

  private func counts(_ scores: [Double], _ scale: (Double) -> Double) -> [Int] {
    var counts = [Int](repeating: 0, count: Self.bins)
    for score in scores {
      let place = scale(score)
      // Scores may lie so far apart that their distance is no number any more.
      let bounded = place.isFinite ? min(max(place, 0), 1) : score > 0 ? 1 : 0
      counts[min(Int(bounded * Double(Self.bins)), Self.bins - 1)] += 1
    }
    return counts
  }

  private func bars(_ counts: [Int], of total: Int, upwards: Bool) -> String {
    let most = Double(max(1, counts.max() ?? 1))
    let width = 488.0 / Double(Self.bins)
    return counts.enumerated().filter { $0.element > 0 }.map { index, count in
      // A single presentation among thousands must still be seen.
      let height = max(1.5, 112 * Double(count) / most)
      return """
        <rect x="\(JSONText.number(36 + Double(index) * width, decimals: 2))" \
        y="\(JSONText.number(upwards ? 138 - height : 138, decimals: 2))" \
        width="\(JSONText.number(width - 1, decimals: 2))" \
        height="\(JSONText.number(height, decimals: 2))"><title>\(count) of \(total)</title></rect>
        """
    }.joined()
  }

  private func thresholds(_ scale: (Double) -> Double) -> String {
    let thresholds: [Double] =
      switch rule {
      case .liveAbove(let live): [live]
      case .spoofAbove(let spoof): [1 - spoof]
      case .agreement(let live, let spoof): [live, 1 - spoof]
      }
    return thresholds.filter(\.isFinite).map { threshold in
      let place = Self.horizontal(min(max(scale(threshold), 0), 1))
      return "<line class=\"threshold\" x1=\"\(place)\" y1=\"18\" x2=\"\(place)\" y2=\"250\"/>"
    }.joined()
  }

  private func ticks(_ scale: (Double) -> Double) -> String {
    guard isProbability else { return "" }
    let ticks = Self.labels.map { label in
      let text = label == 0.0001 ? "≤ 0.0001" : label == 0.9999 ? "≥ 0.9999" : "\(label)"
      return "<text class=\"below\" x=\"\(Self.horizontal(scale(label)))\" y=\"288\">\(text)</text>"
    }
    return ticks.joined()
  }

  private static func horizontal(_ place: Double) -> String {
    JSONText.number(36 + 488 * place, decimals: 1)
  }
}
