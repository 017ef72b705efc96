/// The scores of bona fide presentations and attacks, back to back on one axis.
struct ScoreHistogram: Sendable {
  /// The scores of bona fide presentations.
  let bonaFide: [Double]
  /// The scores of attacks.
  let attacks: [Double]
  /// Where `live` begins.
  let threshold: Double

  private static let bins = 40
  private static let frame = ChartFrame(width: 440, height: 420)
  private static let labels = [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]

  /// Whether every score can be a probability, which is shown on a log-odds scale.
  private var areProbabilities: Bool {
    (bonaFide + attacks).allSatisfy { (0...1).contains($0) }
  }

  /// The chart as SVG.
  var svg: String {
    let frame = ScoreHistogram.frame
    let shares = (up: shares(of: bonaFide), down: shares(of: attacks))
    let end = ChartAxis.end(holding: (shares.up + shares.down).max() ?? 1)
    let half = ChartAxis.percent("", to: end).ticks.filter { $0.place == 0 || end > 0 }
    let ticks =
      half.dropFirst().reversed().map {
        ChartAxis.Tick(place: (1 - $0.place) / 2, label: $0.label)
      } + half.map { ChartAxis.Tick(place: (1 + $0.place) / 2, label: $0.label) }
    let line = frame.x(place(of: threshold))
    let isRight = place(of: threshold) > 0.7
    return frame.drawing(
      id: "scores", title: "Scores of bona fide presentations and attacks",
      description: description,
      frame.axes(
        ChartAxis(title: title, ticks: labels),
        ChartAxis(title: "Share of the class, %", ticks: ticks))
        + bars(shares.up, end: end, kind: "live")
        + bars(shares.down.map { -$0 }, end: end, kind: "spoof")
        + ChartFrame.line(frame.x(0), frame.y(0.5), frame.x(1), frame.y(0.5), "axis")
        + ChartFrame.line(line, frame.y(0), line, frame.y(1), "threshold")
        + frame.text(
          "threshold", line + (isRight ? -6 : 6), frame.y(1) + 12, anchor: isRight ? "end" : "start"
        )
        + frame.text("bona fide", frame.x(0.02), frame.y(0.5) - 10, kind: "live")
        + frame.text("attacks", frame.x(0.98), frame.y(0.5) + 20, anchor: "end", kind: "spoof"))
  }

  private var title: String {
    areProbabilities ? "Probability of a living face, log-odds scale" : "Score"
  }

  private var description: String {
    func above(_ scores: [Double]) -> String {
      "\(scores.count { $0 > threshold }) of \(scores.count)"
    }
    let mark =
      threshold.isFinite ? JSONText.number(threshold, decimals: 5) : "below every score"
    return "Histogram of scores, bona fide presentations upwards and attacks downwards. Above the "
      + "threshold \(mark) lie \(above(bonaFide)) bona fide "
      + "presentations and \(above(attacks)) attacks."
  }

  private var range: ClosedRange<Double> {
    let all = (bonaFide + attacks + [threshold]).filter(\.isFinite)
    guard let low = all.min(), let high = all.max() else { return 0...1 }
    return low < high ? low...high : low.nextDown - 1...high.nextUp + 1
  }

  private var labels: [ChartAxis.Tick] {
    if areProbabilities {
      return ScoreHistogram.labels.map { label in
        let text = label == 0.0001 ? "≤0.0001" : label == 0.9999 ? "≥0.9999" : "\(label)"
        let isShown = ![0.001, 0.1, 0.9, 0.999].contains(label)
        return ChartAxis.Tick(place: LogOddsScale.place(of: label), label: isShown ? text : "")
      }
    }
    return [0, 0.25, 0.5, 0.75, 1].map { place in
      let value = range.lowerBound * (1 - place) + range.upperBound * place
      return ChartAxis.Tick(place: place, label: JSONText.number(value, decimals: 3))
    }
  }

  private func place(of score: Double) -> Double {
    areProbabilities
      ? LogOddsScale.place(of: score) : ScoreHistogram.place(of: score, in: range)
  }

  /// Where a score stands from 0 to 1; halved first, so that no difference overflows.
  private static func place(of score: Double, in range: ClosedRange<Double>) -> Double {
    let low = range.lowerBound / 2
    let place = (score / 2 - low) / (range.upperBound / 2 - low)
    return min(max(place.isNaN ? 0 : place, 0), 1)
  }

  /// The share of the scores in each bin.
  private func shares(of scores: [Double]) -> [Double] {
    var counts = [Int](repeating: 0, count: ScoreHistogram.bins)
    let (isLogOdds, range) = (areProbabilities, range)
    for score in scores {
      let place =
        isLogOdds
        ? LogOddsScale.place(of: score) : ScoreHistogram.place(of: score, in: range)
      let bin = Int((place * Double(ScoreHistogram.bins)).rounded(.down))
      counts[min(max(bin, 0), ScoreHistogram.bins - 1)] += 1
    }
    return counts.map { scores.isEmpty ? 0 : Double($0) / Double(scores.count) }
  }

  /// Bars upwards for positive shares and downwards for negative ones.
  private func bars(_ shares: [Double], end: Double, kind: String) -> String {
    let frame = ScoreHistogram.frame
    let step = 1 / Double(ScoreHistogram.bins)
    return shares.enumerated().map { index, share in
      guard share != 0 else { return "" }
      let (left, right) = (frame.x(Double(index) * step), frame.x(Double(index + 1) * step))
      let (zero, tip) = (frame.y(0.5), frame.y(0.5 + share / end / 2))
      return """
        <rect class="bar \(kind)" x="\(ChartFrame.number(left + 0.5))" \
        y="\(ChartFrame.number(min(zero, tip)))" width="\(ChartFrame.number(right - left - 1))" \
        height="\(ChartFrame.number(max(abs(zero - tip), 0.75)))"/>
        """
    }.joined()
  }
}
