/// The probability of a living face on a line, with the threshold marked and the way between them
/// filled.
struct ProbabilityBar {
  let probability: Double?
  let threshold: Double

  /// The bar as HTML.
  var html: String {
    """
    <div class="probability-bar" role="img" aria-label="\(HTMLText.escape(label))">\
    <div class="line">\(needle)<b style="left:\(LogOddsScale.percent(of: threshold))"></b></div>\
    \(end(0.0001, kind: "end"))<span class="mark" \
    style="left:\(LogOddsScale.percent(of: threshold))">\(JSONText.number(threshold))</span>\
    \(end(0.9999, kind: "end right"))</div>
    """
  }

  private var label: String {
    guard probability != nil else { return "No probability; the threshold is \(threshold)" }
    return """
      Probability of a living face \(NumberText.probability(probability)), threshold \
      \(JSONText.number(threshold))
      """
  }

  private var needle: String {
    guard let probability, probability.isFinite else { return "" }
    let place = LogOddsScale.place(of: probability)
    let mark = LogOddsScale.place(of: threshold)
    return """
      <i style="left:\(LogOddsScale.percent(min(place, mark)));\
      width:\(LogOddsScale.percent(abs(place - mark)))"></i>\
      <u style="left:\(LogOddsScale.percent(place))"></u>
      """
  }

  /// The label of an end, left out where the threshold's own stands.
  private func end(_ probability: Double, kind: String) -> String {
    let distance = abs(LogOddsScale.place(of: threshold) - LogOddsScale.place(of: probability))
    return distance < 0.25 ? "" : "<span class=\"\(kind)\">\(probability)</span>"
  }
}
