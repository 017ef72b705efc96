/// The scale under a depth map: colours with their depths, and the sign for a hole.
struct DepthLegend {
  let colors: DepthColors

  /// The legend as HTML; `--depth`, the gradient, stands in the page's style.
  var html: String {
    let ticks = colors.ticks.map { tick in
      "<span style=\"left:\(JSONText.number(100 * tick.place))%\">\(tick.label)</span>"
    }
    return """
      <div class="legend"><div class="scale"><div class="ramp"></div>\
      <div class="ticks">\(ticks.joined())</div></div>\
      <span class="unit">\(colors.unit)</span>\
      <span class="hole"><i></i>hole</span></div>

      """
  }
}
