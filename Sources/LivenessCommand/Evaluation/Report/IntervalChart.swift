import LivenessEvaluation

/// Rates as bars, each with its interval, in rows under each other.
struct IntervalChart {
  /// One bar.
  struct Row {
    let name: String
    let rate: Rate
    /// `live` for a rate of bona fide presentations, `spoof` for one of attacks.
    let tone: String
  }

  let title: String
  let note: String
  let rows: [Row]

  /// The largest share that the axis must reach, rounded up to one that reads well.
  private var reach: Double {
    let largest = rows.filter { $0.rate.total > 0 }.map(\.rate.interval.upper).max() ?? 1
    return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].first { $0 >= largest } ?? 1
  }

  /// The chart with its caption; nothing where there are no rows.
  var html: String {
    guard !rows.isEmpty else { return "" }
    let reach = reach
    let ticks = [0, 0.25, 0.5, 0.75, 1].map { place in
      "<span style=\"left:\(100 * place)%\">\(JSONText.number(100 * place * reach, decimals: 2)) %</span>"
    }
    return """
      <figure class="intervals"><table><tbody>
      \(rows.map { row($0, reach) }.joined(separator: "\n"))
      </tbody><tfoot><tr><th></th><td><div class="ticks">\(ticks.joined())</div></td><td></td></tr>\
      </tfoot></table><figcaption>\(HTMLText.escape(title)) <span>\(HTMLText.escape(note)); \
      line: 95 % interval</span></figcaption></figure>
      """
  }

  private func row(_ row: Row, _ reach: Double) -> String {
    func percent(_ share: Double) -> String { JSONText.number(100 * share / reach, decimals: 2) }
    let interval = row.rate.interval
    let bar =
      row.rate.total > 0
      ? """
      <i style="width:\(percent(row.rate.share ?? 0))%"></i>\
      <u style="left:\(percent(interval.lower))%;\
      width:\(percent(interval.upper - interval.lower))%"></u>
      """ : ""
    return """
      <tr class="\(row.tone)"><th scope="row">\(HTMLText.escape(row.name))</th>\
      <td class="bar"><div>\(bar)</div></td>\
      <td class="figure">\(row.rate.count) of \(row.rate.total), \
      \(RateText.percent(row.rate.share))</td></tr>
      """
  }
}
