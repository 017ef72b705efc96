/// The field of a chart between its axes, and the SVG around it.
///
/// Lengths are in units of the drawing, which is shown about 1.2 times as large on a wide page and
/// 0.8 times on a narrow one.
struct ChartFrame: Sendable, Hashable {
  /// The whole drawing.
  let width: Double
  let height: Double
  /// What is left free around the field.
  var left = 56.0
  var right = 14.0
  var top = 14.0
  var bottom = 48.0

  /// Where a place from 0 to 1 lies across the field.
  func x(_ place: Double) -> Double { left + place * (width - left - right) }

  /// Where a place from 0 (bottom) to 1 (top) lies up the field.
  func y(_ place: Double) -> Double { height - bottom - place * (height - top - bottom) }

  /// The drawing with its name and description for those who do not see it.
  func drawing(id: String, title: String, description: String, _ shapes: String) -> String {
    """
    <svg class="chart" viewBox="0 0 \(ChartFrame.number(width)) \(ChartFrame.number(height))" \
    role="img" aria-labelledby="\(id)-title \(id)-desc">\
    <title id="\(id)-title">\(HTMLText.escape(title))</title>\
    <desc id="\(id)-desc">\(HTMLText.escape(description))</desc>
    \(shapes)
    </svg>
    """
  }

  /// The lines of a grid, the labels and the titles of both axes.
  func axes(_ horizontal: ChartAxis, _ vertical: ChartAxis) -> String {
    let (low, high) = (y(0), y(1))
    let columns = horizontal.ticks.map { tick in
      ChartFrame.line(x(tick.place), low, x(tick.place), high, "grid")
        + text(tick.label, x(tick.place), low + 17, anchor: ChartFrame.anchor(tick))
    }
    let rows = vertical.ticks.map { tick in
      ChartFrame.line(x(0), y(tick.place), x(1), y(tick.place), "grid")
        + text(tick.label, x(0) - 8, y(tick.place) + 4, anchor: "end")
    }
    let middle = ChartFrame.number((low + high) / 2)
    return columns.joined() + rows.joined()
      + ChartFrame.line(x(0), low, x(1), low, "axis")
      + text(horizontal.title, (x(0) + x(1)) / 2, height - 8, anchor: "middle", kind: "title")
      + "<text class=\"title\" text-anchor=\"middle\" transform=\"translate(14 \(middle)) "
      + "rotate(-90)\">\(HTMLText.escape(vertical.title))</text>"
  }

  /// A long label at an end of the axis stays within the drawing.
  private static func anchor(_ tick: ChartAxis.Tick) -> String {
    guard tick.label.count > 4 else { return "middle" }
    return tick.place < 0.01 ? "start" : tick.place > 0.99 ? "end" : "middle"
  }

  /// A text at a point of the drawing.
  func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "start", kind: String = ""
  ) -> String {
    let kind = kind.isEmpty ? "" : " class=\"\(kind)\""
    return "<text\(kind) x=\"\(ChartFrame.number(x))\" y=\"\(ChartFrame.number(y))\" "
      + "text-anchor=\"\(anchor)\">\(HTMLText.escape(text))</text>"
  }

  /// A line between two points of the drawing.
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String
  ) -> String {
    "<line class=\"\(kind)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" "
      + "y2=\"\(number(y2))\"/>"
  }

  /// Points of the drawing as `points` and `d` want them.
  static func points(_ points: [SIMD2<Double>]) -> String {
    points.map { number($0.x) + "," + number($0.y) }.joined(separator: " ")
  }

  /// A length, to a hundredth.
  static func number(_ value: Double) -> String { JSONText.number(value, decimals: 2) }
}
