import Foundation
import Liveness
import LivenessFaces
import LivenessLayers
import TestSupport
import Testing

@testable import LivenessCommand
@testable import LivenessEvaluation

struct MistakeTests {
  private func presentation(_ id: String, _ label: Presentation.Label, _ score: Double?)
    -> Presentation
  {
    Presentation(
      id: id, label: label, response: score.map { .score($0) } ?? .none(reason: "noFace"))
  }

  @Test func `the worst mistakes lie farthest from the threshold, in log-odds`() {
    let mistakes = Mistake.worst(
      3,
      of: [
        presentation("right", .attack, 0.01), presentation("silent", .bonaFide, nil),
        presentation("near", .attack, 0.51), presentation("worse", .attack, 0.999),
        presentation("bad", .attack, 0.98), presentation("refused", .bonaFide, 0.002),
      ], rule: .liveAbove(0.5))
    #expect(mistakes.map(\.presentation.id) == ["worse", "refused", "bad"])
  }

  @Test func `a cancelled task has no pictures, rather than a capture without`() async throws {
    let viewer = MistakeViewer(
      folder: Goldens.path("../../Documentation/Examples/Captures"),
      detector: try LivenessDetector())
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      _ = try viewer.pictures(of: "live-01")
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `equally bad ones stand in the order of their names`() {
    let presentations = ["c", "a", "b"].map { presentation($0, .attack, 0.9) }
    #expect(
      Mistake.worst(2, of: presentations, rule: .liveAbove(0.5)).map(\.presentation.id) == [
        "a", "b",
      ])
  }
}

struct EvaluationPageTests {
  private func page(_ presentations: [Presentation], mistakes: [Mistake] = []) throws -> String {
    let rows = presentations.map { presentation in
      let score =
        presentation.score.map { ",\"score\":\($0)" } ?? ",\"reason\":\"noFace faceTooSmall\""
      let name = JSONText.string(presentation.species)
      return "{\"capture\":\"\(presentation.id)\",\"label\":\"\(presentation.label.rawValue)\","
        + "\"species\":\(name)\(score)}"
    }
    let dataset = JudgedDataset(
      try Dataset(manifest: Array(rows.joined(separator: "\n").utf8), path: "m.jsonl"))
    return EvaluationPage(
      evaluation: Evaluation(dataset.presentations, rule: .liveAbove(0.5), replicates: 20),
      dataset: dataset, presentations: dataset.presentations, split: nil, source: "m<.jsonl",
      mistakes: mistakes, date: 0
    ).html
  }

  private func presentation(_ id: String, _ species: String, _ score: Double?) -> Presentation {
    Presentation(
      id: id, label: species.isEmpty ? .bonaFide : .attack,
      response: score.map { .score($0) } ?? .none(reason: ""), species: species)
  }

  @Test func `the page says every rate, and nothing in it is markup`() throws {
    let html = try page([
      presentation("a", "", 0.9), presentation("b", "", 0.2), presentation("c", "<i>", 0.7),
      presentation("d", "<i>", 0.1), presentation("e", "", nil),
    ])
    #expect(html.contains("<dd>m&lt;.jsonl</dd>"))
    #expect(html.contains("<th scope=\"row\">&lt;i&gt;</th>") && !html.contains("<i></th>"))
    #expect(html.contains("<code>noFace</code>") && html.contains("<code>faceTooSmall</code>"))
    #expect(html.contains("class=\"curve\"") && html.contains("Operating points"))
    #expect(html.contains("Nothing was decided wrongly."))
    #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
  }

  @Test func `what the page says of the data set is no markup either`() {
    let attack = presentation("a", "print", 0.9)
    let dataset = JudgedDataset(
      Dataset(
        path: "m", presentations: [attack], captures: ["a"], model: nil, digest: "<b>digest</b>"))
    let html = EvaluationPage(
      evaluation: Evaluation([attack], rule: .liveAbove(0.5), replicates: 1), dataset: dataset,
      presentations: [attack], split: nil, source: "m", mistakes: [], date: 0
    ).html
    #expect(html.contains("Data set &lt;b&gt;digest") && !html.contains("<b>digest"))
  }

  @Test func `one class alone has rates and no curve`() throws {
    let html = try page([presentation("a", "print", 0.9), presentation("b", "print", 0.2)])
    #expect(html.contains("50.00 %") && !html.contains("class=\"curve\""))
  }

  @Test func `scores that are no probabilities are drawn, however far apart`() throws {
    for (high, low) in [(40.0, -3.0), (1e308, -1e308), (2, 2)] {
      let html = try page([presentation("a", "", high), presentation("b", "print", low)])
      #expect(html.contains("class=\"curve\"") && !html.contains("log-odds scale"))
      #expect(!html.contains("nan") && !html.contains("=\"inf"))
    }
  }

  @Test func `a mistake shows what the networks saw`() throws {
    guard case .judged(let result, let capture, _) = try MadeUpFace.pictured("x").verdict else {
      return
    }
    let attack = presentation("x<y", "mask", 0.99)
    let seen = MistakeCard(
      number: 1,
      mistake: Mistake(
        presentation: attack, score: 0.99, threshold: 0.5, pictures: .seen(result, capture)))
    #expect(seen.html.components(separatedBy: "<img ").count == 4)
    #expect(seen.html.contains("x&lt;y") && seen.html.contains("<b>mask</b>, taken for"))
    let missing = MistakeCard(
      number: 1,
      mistake: Mistake(
        presentation: attack, score: 0.99, threshold: 0.5, pictures: .missing("gone <b>")))
    #expect(missing.html.contains("gone &lt;b&gt;") && !missing.html.contains("<img "))
  }

  @Test func `drift names what lies outside`() throws {
    let statistics = try #require(try LivenessDetector().inputStatistics)
    let far = InputMeasurement(values: [.faceSize: 5000, .imageContrast: 0.1])
    let drift = try #require(
      InputDrift([InputMeasurement](repeating: far, count: 30), statistics: statistics))
    let html = DriftTable(drift: drift).html
    #expect(html.components(separatedBy: "<tr class=\"drifted\">").count == 2)
    #expect(html.contains("face size, px") && html.contains(">5000 to 5000<"))
    #expect(!html.contains("nan") && !html.contains("inf"))
  }
}

struct InputTextTests {
  @Test func `an outlier is said with its unit and the range`() {
    #expect(
      InputText.sentence(InputOutlier(quantity: .faceDistance, value: 1.25, range: 0.231...0.989))
        == "face distance 1250 mm, trained on 231 to 989")
    #expect(
      InputText.sentence(InputOutlier(quantity: .imageBrightness, value: 0.9971, range: 0.1...0.9))
        == "brightness 0.997, trained on 0.100 to 0.900")
  }
}
