import LivenessEvaluation

/// Rates as bars with their intervals, each in the row of a table that also says the numbers.
struct RateBars: Sendable {
  /// One rate.
  struct Row: Sendable {
    let name: String
    let rate: Rate
    /// The class that the rate is an error of.
    let isBonaFide: Bool
    /// A second share, such as of those without an answer.
    let other: Rate?
  }

  /// What the rates are, above the table.
  let caption: String
  /// What the names are: species, light.
  let subject: String
  /// What the second share is.
  let otherName: String
  let rows: [Row]

  /// The table as HTML.
  var html: String {
    let end = ChartAxis.end(holding: rows.map(\.rate.interval.upper).max() ?? 1)
    let axis = ChartAxis.percent("Rate, %", to: end)
    return """
      <table class="rates"><caption>\(HTMLText.escape(caption))</caption>
      <thead><tr><th scope="col">\(HTMLText.escape(subject))</th>\
      <th scope="col" class="graph"><div class="ticks" aria-hidden="true">\(labels(axis))</div></th>\
      <th scope="col" class="figure">Rate</th><th scope="col" class="figure interval">95 % interval</th>\
      <th scope="col" class="figure">Errors</th>\
      <th scope="col" class="figure other">\(HTMLText.escape(otherName))</th></tr></thead>
      <tbody>
      \(rows.map { row($0, axis, end: end) }.joined(separator: "\n"))
      </tbody></table>

      """
  }

  private func labels(_ axis: ChartAxis) -> String {
    axis.ticks.map { tick in
      "<span style=\"left:\(LogOddsScale.percent(tick.place))\">\(tick.label)</span>"
    }.joined()
  }

  private func row(_ row: Row, _ axis: ChartAxis, end: Double) -> String {
    let other = row.other.map { "\(RateText.percent($0.share))" } ?? ""
    return """
      <tr class="\(row.isBonaFide ? "live" : "spoof")"><th scope="row">\(HTMLText.escape(row.name))</th>\
      <td class="graph">\(graph(row.rate, axis, end: end))</td>\
      <td class="figure">\(RateText.percent(row.rate.share))</td>\
      <td class="figure interval">\(row.rate.total > 0 ? RateText.interval(row.rate.interval) : NumberText.none)</td>\
      <td class="figure">\(row.rate.count) of \(NumberText.grouped(row.rate.total))</td>\
      <td class="figure other">\(other)</td></tr>
      """
  }

  /// The bar with its interval over the lines of the axis.
  private func graph(_ rate: Rate, _ axis: ChartAxis, end: Double) -> String {
    func x(_ share: Double) -> String { ChartFrame.number(100 * share / end) }
    let grid = axis.ticks.map { tick in
      ChartFrame.line(100 * tick.place, 0, 100 * tick.place, 20, "grid")
    }
    let (lower, upper) = (100 * rate.interval.lower / end, 100 * rate.interval.upper / end)
    let mark =
      rate.total == 0
      ? ""
      : "<rect class=\"bar\" x=\"0\" y=\"5\" width=\"\(x(rate.share ?? 0))\" height=\"10\"/>"
        + ChartFrame.line(lower, 10, upper, 10, "whisker")
        + ChartFrame.line(lower, 6, lower, 14, "whisker")
        + ChartFrame.line(upper, 6, upper, 14, "whisker")
    return """
      <svg class="rate" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">\
      \(grid.joined())\(mark)</svg>
      """
  }
}
