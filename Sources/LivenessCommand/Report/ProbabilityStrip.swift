/// Every capture's probability as a dot on one line, with a link to its card.
struct ProbabilityStrip {
  /// One capture.
  struct Point {
    let probability: Double
    let word: OutcomeWord
    let number: Int
    let path: String
  }

  let points: [Point]
  let threshold: Double

  private static let labels = [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]
  private static let columns = 120

  /// The strip as HTML.
  var html: String {
    guard !points.isEmpty else { return "" }
    let ticks = ProbabilityStrip.labels.map { label in
      let text = label == 0.0001 ? "≤ 0.0001" : label == 0.9999 ? "≥ 0.9999" : "\(label)"
      let isMinor = [0.001, 0.1, 0.9, 0.999].contains(label)
      return """
        <span\(isMinor ? " class=\"minor\"" : "") \
        style="left:\(LogOddsScale.percent(of: label))">\(text)</span>
        """
    }
    let mark = LogOddsScale.percent(of: threshold)
    return """
      <figure class="strip"><div class="field" style="--stack:\(highest)">\(dots)\
      <b style="left:\(mark)"><span>threshold</span></b></div>\
      <div class="ticks">\(ticks.joined())</div>
      <figcaption>Probability of a living face, log-odds scale</figcaption></figure>

      """
  }

  /// The points, each with its height in the stack at its place.
  private var stacked: [(point: Point, column: Int, level: Int)] {
    var levels: [Int: Int] = [:]
    return points.sorted { ($0.word.rawValue, $0.number) < ($1.word.rawValue, $1.number) }.map {
      point in
      let column = Int(
        (LogOddsScale.place(of: point.probability) * Double(ProbabilityStrip.columns)).rounded())
      let level = levels[column, default: 0]
      levels[column] = level + 1
      return (point, column, level)
    }
  }

  private var highest: Int { (stacked.map(\.level).max() ?? 0) + 1 }

  private var dots: String {
    stacked.map { dot in
      let place = LogOddsScale.percent(Double(dot.column) / Double(ProbabilityStrip.columns))
      let title = "\(dot.point.path): \(NumberText.probability(dot.point.probability))"
      return """
        <a class="\(dot.point.word.rawValue)" href="#capture-\(dot.point.number)" \
        style="left:\(place);--level:\(dot.level)" title="\(HTMLText.escape(title))" \
        aria-label="\(HTMLText.escape(title))"></a>
        """
    }.joined()
  }
}
