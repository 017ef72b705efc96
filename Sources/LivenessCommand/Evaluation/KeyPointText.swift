import LivenessEvaluation

/// The errors of key points for people.
struct KeyPointText {
  private let accuracy: KeyPointAccuracy

  /// Takes what is told.
  init(_ accuracy: KeyPointAccuracy) { self.accuracy = accuracy }

  /// The figures, then the failures with their interval.
  func text(style: TerminalStyle) -> String {
    let summaries = [("bona fide", accuracy.bonaFide), ("attacks", accuracy.attacks)].compactMap {
      name, summary in summary.map { (name: name, summary: $0) }
    }
    var lines = summaries.map { Self.line($0.name, $0.summary) }
    if accuracy.unknown > 0 {
      lines.append("\(NumberText.count(accuracy.unknown, "capture")) without true points")
    }
    lines.append("Mean distance by that of the outer eye corners.")
    var table = RateTable()
    for (name, summary) in summaries { table.add(name + ", above 10 %", summary.failures) }
    return "  " + lines.joined(separator: "\n  ") + "\n" + table.text(style: style)
  }

  private static func line(_ name: String, _ summary: KeyPointAccuracy.Summary) -> String {
    PlainText.padded(name, to: 10) + " mean \(RateText.percent(summary.mean)), median "
      + "\(RateText.percent(summary.median)), 95th percentile "
      + RateText.percent(summary.percentile95)
      + (summary.notFound > 0 ? ", none found on \(summary.notFound)" : "")
  }
}
