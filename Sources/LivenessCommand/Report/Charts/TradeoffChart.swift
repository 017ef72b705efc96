import LivenessEvaluation

/// The DET curve: APCER against BPCER on probit axes, with the band of its intervals and the
/// operating points on it.
///
/// Martin et al., "The DET curve in assessment of detection task performance", 1997.
struct TradeoffChart: Sendable {
  /// A pair of error rates.
  struct Point: Sendable, Hashable {
    let apcer: Double
    let bpcer: Double
  }

  /// One threshold: the errors, and how small or large both may be.
  struct Step: Sendable, Hashable {
    let errors: Point
    let lower: Point
    let upper: Point
  }

  /// An operating point with the number that stands for it in the table.
  struct Mark: Sendable, Hashable {
    let number: Int
    let name: String
    let errors: Point
  }

  /// The steps in the order of their thresholds.
  let steps: [Step]
  /// The operating points.
  let marks: [Mark]
  /// The smallest rate that can be told from 0: half an error.
  let smallest: Double

  private static let ticks = [
    0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98,
  ]
  private static let frame = ChartFrame(width: 440, height: 420)

  /// The chart as SVG.
  var svg: String {
    let frame = TradeoffChart.frame
    let field = """
      <clipPath id="det-field"><rect x="\(ChartFrame.number(frame.x(0)))" \
      y="\(ChartFrame.number(frame.y(1)))" \
      width="\(ChartFrame.number(frame.x(1) - frame.x(0)))" \
      height="\(ChartFrame.number(frame.y(0) - frame.y(1)))"/></clipPath>
      """
    return frame.drawing(
      id: "det", title: "DET curve", description: description,
      field
        + frame.axes(
          ChartAxis(title: "APCER, all attacks, %", ticks: ticks),
          ChartAxis(title: "BPCER, %", ticks: ticks))
        + ChartFrame.line(frame.x(0), frame.y(0), frame.x(1), frame.y(1), "guide")
        + "<g clip-path=\"url(#det-field)\">\(band)\(curve)</g>" + marked)
  }

  /// The labels of either axis, as many as do not touch.
  private var ticks: [ChartAxis.Tick] {
    var ticks: [ChartAxis.Tick] = []
    for rate in TradeoffChart.ticks where ends.contains(rate) {
      let tick = ChartAxis.Tick(
        place: place(rate), label: JSONText.number(100 * rate, decimals: 2))
      if let last = ticks.last, tick.place - last.place < 0.085 { continue }
      ticks.append(tick)
    }
    return ticks
  }

  private var description: String {
    let points = marks.map { mark in
      "\(mark.name): APCER \(RateText.percent(mark.errors.apcer)), BPCER "
        + RateText.percent(mark.errors.bpcer)
    }
    return "APCER of all attacks against BPCER at every threshold, on probit axes, with the 95 % "
      + "interval of both rates as a band. \(points.joined(separator: "; "))."
  }

  /// The rates at the ends of both axes.
  private var ends: ClosedRange<Double> {
    let low = TradeoffChart.ticks.last { $0 <= max(smallest, 0.0001) } ?? 0.0001
    let nearest = steps.map { max($0.errors.apcer, $0.errors.bpcer) }.min() ?? 0.5
    let high = TradeoffChart.ticks.first { $0 >= max(0.6, nearest * 1.2) } ?? 0.98
    return min(low, 0.01)...high
  }

  /// Where a rate stands on an axis, 0 to 1 within the field.
  private func place(_ rate: Double) -> Double {
    let low = NormalDistribution.quantile(ends.lowerBound)
    let high = NormalDistribution.quantile(ends.upperBound)
    let rate = min(max(rate, smallest), 1 - smallest)
    return (NormalDistribution.quantile(rate) - low) / (high - low)
  }

  private func position(_ errors: Point) -> SIMD2<Double> {
    SIMD2(
      TradeoffChart.frame.x(place(errors.apcer)), TradeoffChart.frame.y(place(errors.bpcer)))
  }

  private var band: String {
    let corners =
      steps.map { position($0.upper) } + steps.reversed().map { position($0.lower) }
    return "<polygon class=\"band\" points=\"\(ChartFrame.points(corners))\"/>"
  }

  private var curve: String {
    "<polyline class=\"curve\" points=\"\(ChartFrame.points(steps.map { position($0.errors) }))\"/>"
  }

  /// The marks, those that would cover each other as one.
  private var marked: String {
    var groups: [(at: SIMD2<Double>, numbers: [Int])] = []
    for mark in marks {
      let at = bounded(position(mark.errors))
      if let index = groups.firstIndex(where: { ($0.at - at).magnitudes.max() < 18 }) {
        groups[index].numbers.append(mark.number)
      } else {
        groups.append((at, [mark.number]))
      }
    }
    return groups.map { group in
      let label = group.numbers.map(String.init).joined(separator: "·")
      let width = 15 + 9.5 * Double(group.numbers.count - 1)
      let frame = TradeoffChart.frame
      let left = min(max(group.at.x - width / 2, frame.x(0) - 7.5), frame.x(1) + 7.5 - width)
      let (x, y) = (ChartFrame.number(left + width / 2), ChartFrame.number(group.at.y))
      return """
        <rect class="mark" x="\(ChartFrame.number(left))" \
        y="\(ChartFrame.number(group.at.y - 7.5))" width="\(ChartFrame.number(width))" \
        height="15" rx="7.5"/><text class="mark" x="\(x)" y="\(y)" dy="4" \
        text-anchor="middle">\(label)</text>
        """
    }.joined()
  }

  /// A mark beyond an axis stands on it.
  private func bounded(_ point: SIMD2<Double>) -> SIMD2<Double> {
    let frame = TradeoffChart.frame
    return SIMD2(
      min(max(point.x, frame.x(0)), frame.x(1)), min(max(point.y, frame.y(1)), frame.y(0)))
  }
}

extension SIMD2<Double> {
  /// Each element without its sign.
  fileprivate var magnitudes: SIMD2<Double> { SIMD2(abs(x), abs(y)) }
}
