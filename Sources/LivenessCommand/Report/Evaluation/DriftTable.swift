import LivenessEvaluation
import LivenessLayers

/// How captures compare with those of the training: a strip, the ranges and the share outside, row
/// by row.
struct DriftTable: Sendable {
  let drift: InputDrift

  /// The section as HTML.
  var html: String {
    let drifted = Set(drift.drifted.map(\.quantity))
    return """
      <table class="rates drift"><caption>Training against these captures: the range and the middle \
      half of each, with a mark at the median. By chance \
      \(RateText.percent(drift.expected)) of the captures lie outside in each row.</caption>
      <thead><tr><th scope="col">Measured</th><th scope="col" class="graph">\
      <span class="key"><i class="trained"></i>training</span> \
      <span class="key"><i class="here"></i>here</span></th>\
      <th scope="col" class="figure">Training</th><th scope="col" class="figure interval">Here</th>\
      <th scope="col" class="figure">Outside</th>\
      <th scope="col" class="figure other">95 % interval</th></tr></thead>
      <tbody>
      \(drift.entries.map { row($0, isDrifted: drifted.contains($0.quantity)) }.joined(separator: "\n"))
      </tbody>
      <tfoot><tr><th scope="row">any of these</th><td class="graph"></td><td></td><td class="interval"></td>\
      <td class="figure">\(RateText.percent(drift.anywhere.share))</td>\
      <td class="figure other">\(RateText.interval(drift.anywhere.interval))</td></tr></tfoot>
      </table>

      """
  }

  private func row(_ entry: InputDrift.Entry, isDrifted: Bool) -> String {
    let quantity = entry.quantity
    let unit = InputText.unit(quantity)
    let name = InputText.name(quantity) + (unit.isEmpty ? "" : ", \(unit)")
    let warning = isDrifted ? " class=\"drifted\"" : ""
    let here = entry.quantiles
    return """
      <tr\(warning)><th scope="row">\(HTMLText.escape(name))</th>\
      <td class="graph">\(strip(entry))</td>\
      <td class="figure">\(range(entry.trained.lowerBound, entry.trained.upperBound, quantity))</td>\
      <td class="figure interval">\(range(here.first ?? .nan, here.last ?? .nan, quantity))</td>\
      <td class="figure"><span class="share">\(RateText.percent(entry.outside.share))</span></td>\
      <td class="figure other">\(RateText.interval(entry.outside.interval))</td></tr>
      """
  }

  private func range(_ low: Double, _ high: Double, _ quantity: InputQuantity) -> String {
    InputText.number(low, quantity) + " to " + InputText.number(high, quantity)
  }

  /// Two strips on one scale, the square root of which keeps long tails within sight.
  private func strip(_ entry: InputDrift.Entry) -> String {
    let ends = [entry.trained.lowerBound, entry.trained.upperBound] + entry.quantiles
    let low = (ends.min() ?? 0).squareRoot()
    let high = max((ends.max() ?? 1).squareRoot(), low + 1e-9)
    func x(_ value: Double) -> Double { 2 + 96 * (value.squareRoot() - low) / (high - low) }
    func bar(_ from: Double, _ to: Double, y: Double, height: Double, _ kind: String) -> String {
      let width = max(x(to) - x(from), 0.5)
      return
        "<rect class=\"\(kind)\" x=\"\(ChartFrame.number(x(from)))\" y=\"\(ChartFrame.number(y))\" "
        + "width=\"\(ChartFrame.number(width))\" height=\"\(ChartFrame.number(height))\"/>"
    }
    func median(_ value: Double, y: Double, _ kind: String) -> String {
      ChartFrame.line(x(value), y - 0.5, x(value), y + 6.5, kind + " median")
    }
    var shapes = bar(
      entry.trained.lowerBound, entry.trained.upperBound, y: 4.75, height: 1.5, "trained")
    if let quarter = entry.trainedQuartiles.first, let most = entry.trainedQuartiles.last {
      shapes += bar(quarter, most, y: 2.5, height: 6, "trained")
      shapes += median(entry.trainedQuartiles[1], y: 2.5, "trained")
    }
    let here = entry.quantiles
    if here.count == 5 {
      shapes += bar(here[0], here[4], y: 13.75, height: 1.5, "here")
      shapes += bar(here[1], here[3], y: 11.5, height: 6, "here") + median(here[2], y: 11.5, "here")
    }
    return """
      <svg class="rate spans" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">\
      \(shapes)</svg>
      """
  }
}
