import LivenessEvaluation

/// How far key points lie from the true ones, bona fide captures and attacks row by row.
struct KeyPointTable: Sendable {
  let accuracy: KeyPointAccuracy

  /// The section as HTML.
  var html: String {
    let rows = [("bona fide", accuracy.bonaFide), ("attacks", accuracy.attacks)].compactMap {
      name, summary in summary.map { row(name, $0) }
    }
    return """
      <table class="rates"><caption>Mean distance of the key points from the true ones, by that of the \
      outer eye corners\(unknown).</caption>
      <thead><tr><th scope="col">Presented</th><th scope="col" class="figure">Mean</th>\
      <th scope="col" class="figure">Median</th>\
      <th scope="col" class="figure other">95th percentile</th>\
      <th scope="col" class="figure">Above 10 %</th>\
      <th scope="col" class="figure other">None found</th></tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table>
      """
  }

  private var unknown: String {
    accuracy.unknown > 0
      ? "; \(NumberText.count(accuracy.unknown, "capture")) without true points" : ""
  }

  private func row(_ name: String, _ summary: KeyPointAccuracy.Summary) -> String {
    """
    <tr><th scope="row">\(name)</th>\
    <td class="figure">\(RateText.percent(summary.mean))</td>\
    <td class="figure">\(RateText.percent(summary.median))</td>\
    <td class="figure other">\(RateText.percent(summary.percentile95))</td>\
    <td class="figure">\(RateText.percent(summary.failures.share))\
    <small>\(RateText.interval(summary.failures.interval))</small></td>\
    <td class="figure other">\(summary.notFound)</td></tr>
    """
  }
}
