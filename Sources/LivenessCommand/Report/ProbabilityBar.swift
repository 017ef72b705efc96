/// The probability of a living face on a line from 0 to 1, with the threshold marked.
struct ProbabilityBar {
  let probability: Double?
  let threshold: Double

  /// The bar as HTML.
  var html: String {
    let place = ProbabilityBar.percent(threshold)
    return """
      <div class="probability-bar" role="img" aria-label="\(HTMLText.escape(label))">\
      <div class="line">\(needle)<b style="left:\(place)"></b></div>\
      <span class="end">0</span><span class="mark" style="left:\(place)">\
      \(JSONText.number(threshold))</span><span class="end right">1</span></div>
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
    return "<i style=\"width:\(ProbabilityBar.percent(probability))\"></i>"
  }

  /// A share from 0 to 1 as a CSS length.
  static func percent(_ share: Double) -> String {
    JSONText.number(100 * min(max(share.isFinite ? share : 0, 0), 1), decimals: 2) + "%"
  }
}
