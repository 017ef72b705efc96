import LivenessEvaluation

/// The DET curve with the band of its intervals, as SVG.
struct TradeoffChart {
  let tradeoff: DetectionErrorTradeoff
  /// The errors at the rule.
  let rates: ErrorRates
  /// The equal error rate.
  let equalErrorRate: Double

  private static let (width, height) = (560.0, 500.0)
  private static let (left, top, right, bottom) = (64.0, 12.0, 14.0, 52.0)

  private var axis: (x: ProbitAxis, y: ProbitAxis) {
    let last = tradeoff.points.last
    func axis(_ total: Int) -> ProbitAxis {
      ProbitAxis(
        from: max(1e-4, 0.5 / Double(max(total, 1))), to: equalErrorRate < 0.3 ? 0.6 : 0.99)
    }
    return (axis(last?.apcer.total ?? 1), axis(last?.bpcer.total ?? 1))
  }

  /// The chart with its caption.
  var html: String {
    let (x, y) = axis
    return """
      <figure class="chart tradeoff"><svg viewBox="0 0 560 500" role="img" aria-label="DET curve: BPCER \
      against pooled APCER on probit axes, equal error rate \(RateText.percent(equalErrorRate))">
      \(grid(x, y))
      <clipPath id="plot"><rect x="64" y="12" width="482" height="436"/></clipPath>
      <g clip-path="url(#plot)">
      <polygon class="band" points="\(band(x, y))"/>
      <line class="diagonal" x1="\(Self.horizontal(x.place(of: 1e-4)))" \
      y1="\(Self.vertical(y.place(of: 1e-4)))" x2="\(Self.horizontal(x.place(of: 0.99)))" \
      y2="\(Self.vertical(y.place(of: 0.99)))"/>
      <polyline class="curve" points="\(curve(x, y))"/>
      </g>
      \(mark(x, y))
      <text class="axis" x="305" y="492">pooled APCER: attacks taken for live</text>
      <text class="axis" transform="translate(16 230) rotate(-90)">BPCER: bona fide refused</text>
      </svg><figcaption>Detection error trade-off <span>probit axes; band: 95 % interval of each \
      rate (Clopper–Pearson); dot: the rule; broken line: equal errors</span></figcaption></figure>
      """
  }

  private func curve(_ x: ProbitAxis, _ y: ProbitAxis) -> String {
    tradeoff.points.map {
      Self.point(x.place(ofProbit: $0.apcerProbit), y.place(ofProbit: $0.bpcerProbit))
    }.joined(separator: " ")
  }

  private func band(_ x: ProbitAxis, _ y: ProbitAxis) -> String {
    let upper = tradeoff.points.map {
      Self.point(x.place(of: $0.apcer.interval.upper), y.place(of: $0.bpcer.interval.upper))
    }
    let lower = tradeoff.points.reversed().map {
      Self.point(x.place(of: $0.apcer.interval.lower), y.place(of: $0.bpcer.interval.lower))
    }
    return (upper + lower).joined(separator: " ")
  }

  private func mark(_ x: ProbitAxis, _ y: ProbitAxis) -> String {
    let (apcer, bpcer) = (rates.attacks.acceptedOfAnswered, rates.bonaFide.rejectedOfAnswered)
    guard apcer.total > 0, bpcer.total > 0 else { return "" }
    let place = (
      x: x.place(ofProbit: DetectionErrorTradeoff.probit(apcer.count, of: apcer.total)),
      y: y.place(ofProbit: DetectionErrorTradeoff.probit(bpcer.count, of: bpcer.total))
    )
    return """
      <circle class="rule" r="5" cx="\(Self.horizontal(Self.bounded(place.x)))" \
      cy="\(Self.vertical(Self.bounded(place.y)))"><title>The rule: pooled APCER \
      \(RateText.percent(apcer.share)), BPCER \(RateText.percent(bpcer.share))</title></circle>
      """
  }

  private func grid(_ x: ProbitAxis, _ y: ProbitAxis) -> String {
    let (left, right) = (Self.horizontal(0), Self.horizontal(1))
    let (bottom, top) = (Self.vertical(0), Self.vertical(1))
    let columns = x.ticks.map { tick in
      let place = Self.horizontal(x.place(of: tick))
      return """
        <line x1="\(place)" y1="\(top)" x2="\(place)" y2="\(bottom)"/>\
        <text class="below" x="\(place)" y="466">\(Self.label(tick))</text>
        """
    }
    let rows = y.ticks.map { tick in
      let place = Self.vertical(y.place(of: tick))
      return """
        <line x1="\(left)" y1="\(place)" x2="\(right)" y2="\(place)"/>\
        <text class="beside" x="58" y="\(place)" dy=".35em">\(Self.label(tick))</text>
        """
    }
    return "<g class=\"grid\">" + (columns + rows).joined() + "</g>"
  }

  /// What lies beyond an end is drawn there.
  private static func bounded(_ place: Double) -> Double { min(max(place, 0), 1) }

  private static func label(_ share: Double) -> String {
    JSONText.number(100 * share, decimals: 2) + " %"
  }

  private static func point(_ x: Double, _ y: Double) -> String {
    horizontal(x) + "," + vertical(y)
  }

  private static func horizontal(_ place: Double) -> String {
    JSONText.number(left + place * (width - left - right), decimals: 1)
  }

  private static func vertical(_ place: Double) -> String {
    JSONText.number(height - bottom - place * (height - top - bottom), decimals: 1)
  }
}
