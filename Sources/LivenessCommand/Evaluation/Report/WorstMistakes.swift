import Liveness
import LivenessEvaluation
import LivenessMedia

/// The captures that were judged most wrongly, with their pictures.
struct WorstMistakes {
  /// So many are shown.
  static let most = 10

  /// The presentations that the rule is wrong about, the farthest from being right first.
  static func of(_ presentations: [Presentation], rule: DecisionRule) -> [Presentation] {
    let wrong = presentations.filter { presentation in
      guard let score = presentation.score else { return false }
      return rule.decide(liveProbability: score)
        == (presentation.label == .attack ? .live : .spoof)
    }
    func distance(_ presentation: Presentation) -> Double {
      abs((presentation.score ?? 0) - (presentation.label == .attack ? 0 : 1))
    }
    return Array(
      wrong.sorted { (distance($0), $1.id) > (distance($1), $0.id) }.prefix(most))
  }

  /// The list, and the cards of captures that stand at a path, by the presentation's id: judged once
  /// more, so that the stages can be seen.
  static func html(
    _ mistakes: [Presentation], captures: [String: String], detector: LivenessDetector?
  ) -> String {
    guard !mistakes.isEmpty else {
      return "<h2 class=\"chapter\">No mistakes</h2>\n"
    }
    let heading =
      "<h2 class=\"chapter\">\(mistakes.count == most ? "The ten worst mistakes" : "Mistakes")</h2>\n"
    return heading + list(mistakes)
      + mistakes.enumerated().map { index, mistake in
        guard let detector, let path = captures[mistake.id] else { return "" }
        return ReportCard(number: index + 1, outcome: outcome(at: path, detector)).html
      }.joined()
  }

  private static func outcome(at path: String, _ detector: LivenessDetector) -> CaptureOutcome {
    do {
      let clock = ContinuousClock()
      let start = clock.now
      let capture = try CaptureFolder.read(at: path)
      let reading = (clock.now - start) / .milliseconds(1)
      let result = try detector.detect(capture, keepingStages: true)
      return CaptureOutcome(path: path, verdict: .judged(result, capture, reading: reading))
    } catch {
      return CaptureOutcome(path: path, verdict: .unreadable(CaptureFailure(error, at: path)))
    }
  }

  private static func list(_ mistakes: [Presentation]) -> String {
    let rows = mistakes.enumerated().map { index, mistake in
      let isAttack = mistake.label == .attack
      let what = isAttack ? "attack \(mistake.species)" : "bona fide"
      return """
        <tr class="\(isAttack ? "live" : "spoof")"><td class="number">\(index + 1)</td>\
        <td class="path">\(HTMLText.escape(mistake.id))</td><td>\(HTMLText.escape(what))</td>\
        <td><span class="word">\(isAttack ? "live" : "spoof")</span></td>\
        <td class="figure">\(HTMLText.escape(NumberText.probability(mistake.score)))</td></tr>
        """
    }
    return """
      <table class="list"><thead><tr><th class="number"></th><th>Capture</th><th>Presented</th>\
      <th>Taken for</th><th class="figure">score</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>

      """
  }
}
