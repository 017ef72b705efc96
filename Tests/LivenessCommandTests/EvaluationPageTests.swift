import Liveness
import LivenessEvaluation
import Testing

@testable import LivenessCommand

struct EvaluationPageTests {
  private func presentation(
    _ id: String, _ label: Presentation.Label, _ score: Double?, _ species: String = ""
  ) -> Presentation {
    Presentation(
      id: id, label: label, response: score.map { .score($0) } ?? .none(reason: "noFace"),
      species: species, illumination: "<dark>")
  }

  private var presentations: [Presentation] {
    [
      presentation("a", .bonaFide, 0.9), presentation("b", .bonaFide, 0.2),
      presentation("c", .attack, 0.95, "<mask>"), presentation("d", .attack, 0.1, "print"),
      presentation("e", .attack, nil, "print"), presentation("f", .attack, 0.6, "print"),
    ]
  }

  private func page(_ presentations: [Presentation], rule: DecisionRule) throws -> String {
    let text = "score,label\n0.5,attack\n"
    let dataset = JudgedDataset(try Dataset(manifest: Array(text.utf8), path: "s.csv"))
    return EvaluationPage(
      evaluation: Evaluation(presentations, rule: rule, replicates: 10), dataset: dataset,
      presentations: presentations, split: "<test>", date: 0
    ).head
  }

  @Test func `a page holds curves, bars and points, and loads nothing`() throws {
    let page = try page(presentations, rule: .liveAbove(0.5)) + EvaluationPage.foot
    for part in [
      "DET curve", "Histogram", "Errors by species", "Errors by illumination", "BPCER20",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains("&lt;mask&gt;") && page.contains("&lt;dark&gt;"))
    #expect(!page.contains("<mask>") && !page.contains("<test>") && !page.contains("<script"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.contains("default-src 'none'"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test func `a page of one class, or of scores that are no probabilities, is drawn too`() throws {
    let attacks = presentations.filter { $0.label == .attack }
    #expect(try !page(attacks, rule: .liveAbove(0.5)).contains("DET curve"))
    let wide = [presentation("a", .bonaFide, 40), presentation("b", .attack, -3, "print")]
    let drawn = try page(wide, rule: .liveAbove(-.infinity))
    #expect(drawn.contains("DET curve") && !drawn.contains("nan") && !drawn.contains("log-odds"))
    _ = try page([presentation("a", .bonaFide, nil)], rule: .liveAbove(0.5))
    let apart = [presentation("a", .bonaFide, 1e308), presentation("b", .attack, -1e308, "print")]
    #expect(try page(apart, rule: .liveAbove(0)).contains("Histogram"))
  }

  @Test func `the worst mistakes come first, and no answer is none`() {
    let mistakes = WorstMistakes.of(presentations, rule: .liveAbove(0.5))
    #expect(mistakes.map(\.id) == ["c", "b", "f"])
    let many = (0..<20).map { presentation("\($0)", .attack, 0.9, "print") }
    #expect(WorstMistakes.of(many, rule: .liveAbove(0.5)).count == WorstMistakes.most)
    let html = WorstMistakes.html(mistakes, captures: [:], detector: nil)
    #expect(html.contains("attack &lt;mask&gt;") && !html.contains("<article"))
    #expect(WorstMistakes.html([], captures: [:], detector: nil).contains("No mistakes"))
  }

  @Test func `bars reach the upper end of the widest interval`() {
    let row = IntervalChart.Row(name: "print", rate: Rate(0, of: 60), tone: "spoof")
    let html = IntervalChart(title: "t", note: "n", rows: [row]).html
    #expect(html.contains("10 %</span>") && html.contains("0 of 60, 0.00 %"))
    #expect(IntervalChart(title: "t", note: "n", rows: []).html.isEmpty)
  }

  @Test func `a probit axis has equal steps on both sides of one half`() {
    let axis = ProbitAxis(from: 0.01, to: 0.99)
    #expect(axis.ticks.first == 0.01 && axis.ticks.last == 0.99)
    #expect(abs(axis.place(of: 0.5) - 0.5) < 1e-12)
    #expect(abs(axis.place(of: 0.2) + axis.place(of: 0.8) - 1) < 1e-12)
    #expect(axis.place(of: 0.01) == 0 && axis.place(of: 0.001) < 0)
  }
}
