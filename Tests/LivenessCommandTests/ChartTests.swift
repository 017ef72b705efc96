import Foundation
import LivenessEvaluation
import Testing

@testable import LivenessCommand

struct ChartAxisTests {
  @Test(arguments: [
    (0.001, 0.001), (0.012, 0.012), (0.0331, 0.04), (0.34, 0.4), (0.61, 0.8), (1, 1), (0, 0.001),
    (.nan, 1),
  ])
  func `a scale ends at a round number that holds the largest share`(share: Double, end: Double) {
    #expect(abs(ChartAxis.end(holding: share) - end) < 1e-12)
  }

  @Test func `the labels of a scale are percentages in even steps`() {
    let axis = ChartAxis.percent("Rate", to: 0.4)
    #expect(axis.ticks.map(\.label) == ["0", "10", "20", "30", "40"])
    for (tick, place) in zip(axis.ticks, [0, 0.25, 0.5, 0.75, 1]) {
      #expect(abs(tick.place - place) < 1e-12)
    }
  }

  @Test(arguments: 1...40)
  func `every scale has three to eight labels`(step: Int) {
    let end = ChartAxis.end(holding: Double(step) / 40)
    let axis = ChartAxis.percent("", to: end)
    #expect((3...8).contains(axis.ticks.count), "\(end): \(axis.ticks.map(\.label))")
    #expect(end >= Double(step) / 40)
  }
}

struct TradeoffChartTests {
  private func chart(marks: [TradeoffChart.Mark] = []) throws -> TradeoffChart {
    let curve = try #require(
      ErrorCurve(bonaFide: [0.2, 0.6, 0.7, 0.9], attacks: [[0.1, 0.3, 0.5, 0.65]]))
    return TradeoffChart(curve, marks: marks)
  }

  private func mark(_ number: Int, _ apcer: Double, _ bpcer: Double) -> TradeoffChart.Mark {
    TradeoffChart.Mark(
      number: number, name: "point <\(number)>",
      errors: TradeoffChart.Point(apcer: apcer, bpcer: bpcer))
  }

  /// The pairs of numbers in the attribute `points` of a shape.
  private func points(of shape: String, in svg: String) throws -> [SIMD2<Double>] {
    let start = try #require(svg.range(of: "class=\"\(shape)\" points=\""))
    return svg[start.upperBound...].prefix { $0 != "\"" }.split(separator: " ").compactMap {
      let pair = $0.split(separator: ",").compactMap { Double($0) }
      return pair.count == 2 ? SIMD2(pair[0], pair[1]) : nil
    }
  }

  @Test func `the curve falls to the left as BPCER rises, within its band`() throws {
    let svg = try chart().svg
    let curve = try points(of: "curve", in: svg)
    let band = try points(of: "band", in: svg)
    #expect(curve.count > 3)
    #expect(band.count == 2 * curve.count)
    for (a, b) in zip(curve, curve.dropFirst()) { #expect(b.x <= a.x && b.y <= a.y) }
    for (index, point) in curve.enumerated() {
      let (upper, lower) = (band[index], band[band.count - 1 - index])
      #expect(upper.x >= point.x && upper.y <= point.y)
      #expect(lower.x <= point.x && lower.y >= point.y)
    }
  }

  @Test func `equal rates lie on the diagonal, and marks that meet are one`() throws {
    let svg = try chart(marks: [mark(1, 0.25, 0.25), mark(2, 0.26, 0.25), mark(3, 0.5, 0.05)]).svg
    #expect(svg.contains(">1·2</text>"))
    #expect(svg.contains(">3</text>"))
    #expect(svg.contains("point &lt;1&gt;: APCER 25.00 %, BPCER 25.00 %"))
    #expect(svg.contains("role=\"img\" aria-labelledby=\"det-title det-desc\""))
  }
}

struct ScoreHistogramTests {
  @Test func `each class is a share of its own, up or down`() {
    let svg = ScoreHistogram(
      bonaFide: [0.99, 0.99, 0.99, 0.4], attacks: [0.001, 0.7], threshold: 0.5
    ).svg
    #expect(svg.components(separatedBy: "bar live").count == 3)
    #expect(svg.components(separatedBy: "bar spoof").count == 3)
    #expect(svg.contains("3 of 4 bona fide presentations and 1 of 2 attacks"))
    #expect(svg.contains("log-odds"))
  }

  @Test func `scores that are no probabilities have an even scale, all equal ones too`() {
    let svg = ScoreHistogram(bonaFide: [3, 5], attacks: [-7], threshold: 0).svg
    #expect(!svg.contains("log-odds"))
    #expect(svg.contains(">-7</text>") && svg.contains(">5</text>"))
    for histogram in [
      ScoreHistogram(bonaFide: [2], attacks: [2], threshold: 2),
      ScoreHistogram(bonaFide: [1e308], attacks: [-1e308], threshold: 0),
      ScoreHistogram(bonaFide: [1e308], attacks: [1e308], threshold: 1e308),
      ScoreHistogram(bonaFide: [40], attacks: [-3], threshold: -.infinity),
      ScoreHistogram(bonaFide: [], attacks: [], threshold: .nan),
    ] {
      let svg = histogram.svg
      #expect(!svg.contains("nan") && !svg.contains("inf") && !svg.contains("null"))
    }
  }
}

struct RateBarsTests {
  @Test func `a row says the numbers that its bar shows`() {
    let html = RateBars(
      caption: "c", subject: "s", otherName: "o",
      rows: [
        RateBars.Row(name: "a<b", rate: Rate(5, of: 10), isBonaFide: false, other: Rate(1, of: 4)),
        RateBars.Row(name: "none", rate: Rate(0, of: 0), isBonaFide: true, other: nil),
      ]
    ).html
    #expect(html.contains("<th scope=\"row\">a&lt;b</th>"))
    #expect(html.contains(">50.00 %<") && html.contains(">5 of 10<") && html.contains(">25.00 %<"))
    #expect(html.contains(">18.71 to 81.29 %<"))
    #expect(html.contains("width=\"50\""))
    #expect(html.components(separatedBy: "class=\"bar\"").count == 2)
  }
}
