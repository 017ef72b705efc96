import Liveness

/// What the top of the report says about all captures.
struct ReportSummary {
  /// One line of the list.
  struct Row {
    let number: Int
    let path: String
    let word: OutcomeWord
    let probability: Double?
    let codes: [String]
    let milliseconds: Double?
    let thumbnail: String?
  }

  private(set) var rows: [Row] = []
  private(set) var model: String?
  private(set) var threshold: Double?

  /// Takes one more outcome.
  mutating func add(_ outcome: CaptureOutcome, number: Int) {
    var milliseconds: Double?
    var thumbnail: String?
    if case .judged(let result, let capture, let reading) = outcome.verdict {
      model = result.model
      threshold = result.threshold
      milliseconds = result.timings.total + reading
      thumbnail = CapturePictures(of: result, capture).thumbnail
    }
    rows.append(
      Row(
        number: number, path: outcome.path, word: outcome.word,
        probability: outcome.liveProbability, codes: outcome.codes, milliseconds: milliseconds,
        thumbnail: thumbnail))
  }

  /// The counts, the probabilities on one line, and the list with its links.
  func html(_ tally: DetectionTally, date: Int) -> String {
    """
    <header class="page">
    <h1>Liveness report</h1>
    <dl>
    <div><dt>Judged</dt><dd><time>\(TimeText.utc(date))</time></dd></div>
    <div><dt>Model</dt><dd>\(HTMLText.escape(model ?? NumberText.none))</dd></div>
    <div><dt>Threshold</dt><dd>\(JSONText.number(threshold))</dd></div>
    <div><dt>Captures</dt><dd>\(tally.total)</dd></div>
    </dl>
    </header>
    <section class="summary" aria-label="Summary">
    <ul class="counts">\(counts(tally))</ul>
    \(strip)<table class="list">
    <thead><tr><th class="number"></th><th class="face"></th><th>Capture</th><th>Decision</th>\
    <th class="figure">p(live)</th><th class="figure time">ms</th><th class="codes">Reasons</th></tr></thead>
    <tbody>
    \(rows.map(row).joined(separator: "\n"))
    </tbody>
    </table>
    </section>

    """
  }

  private func counts(_ tally: DetectionTally) -> String {
    OutcomeWord.allCases.map { word in
      "<li class=\"\(word.rawValue)\"><b>\(tally[word])</b> \(word.rawValue)</li>"
    }.joined()
  }

  private var strip: String {
    guard let threshold else { return "" }
    let points = rows.compactMap { row in
      row.probability.map {
        ProbabilityStrip.Point(
          probability: $0, word: row.word, number: row.number, path: row.path)
      }
    }
    return ProbabilityStrip(points: points, threshold: threshold).html
  }

  private func row(_ row: Row) -> String {
    let thumbnail = row.thumbnail.map { "<img src=\"\($0)\" width=\"36\" height=\"36\" alt=\"\">" }
    let milliseconds = row.milliseconds.map { NumberText.fixed($0, decimals: 1) }
    let codes = row.codes.map(HTMLText.escape).joined(separator: ", ")
    return """
      <tr class="\(row.word.rawValue)"><td class="number">\(row.number)</td>\
      <td class="face">\(thumbnail ?? "")</td>\
      <td class="path"><a href="#capture-\(row.number)">\(HTMLText.escape(row.path))</a></td>\
      <td><span class="word">\(row.word.rawValue)</span></td>\
      <td class="figure">\(HTMLText.escape(NumberText.probability(row.probability)))</td>\
      <td class="figure time">\(milliseconds ?? NumberText.none)</td>\
      <td class="codes">\(codes)</td></tr>
      """
  }
}
