import ArgumentParser
import Foundation
import Liveness
import LivenessEvaluation
import LivenessMedia
import TestSupport
import Testing

@testable import LivenessCommand

struct EvaluateCommandTests {
  private let folder = TemporaryFolder()

  /// Writes a file of the temporary folder; its path.
  private func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// How `liveness evaluate` ends.
  private func status(_ arguments: String...) async throws -> CommandStatus {
    try await EvaluateCommand.parse(arguments).outcome()
  }

  @Test func `options are taken as given`() throws {
    let command = try EvaluateCommand.parse([
      "set.csv", "--shard", "2/8", "--results", "r.jsonl", "--threshold", "0.5", "--jobs", "3",
    ])
    #expect(command.paths == ["set.csv"] && command.results == "r.jsonl")
    #expect(command.shard?.number == 2 && command.shard?.count == 8)
    #expect(command.threshold == 0.5 && command.jobs == 3 && !command.json)
  }

  @Test(arguments: [
    [], [""], ["a", "b"], ["a", "--shard", "0/2"], ["a", "--shard", "3/2"], ["a", "--shard", "2"],
    ["a", "--shard", "1/2/3"], ["--merge", "a", "--shard", "1/2"], ["a", "--jobs", "0"],
    ["a", "--threshold", "0.5", "--policy", "p"], ["a", "--threshold", "nan"], ["a", "--csv", ""],
    ["a", "--live-label", "2"], ["a", "--split", ""], ["a", "--replicates", "0"],
    ["a", "--unit", "video"],
  ])
  func `wrong usage of evaluate is told before anything is read`(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { _ = try EvaluateCommand.parse(arguments) }
    #expect(try EvaluateCommand.exitCode(for: #require(error)) == .validationFailure)
  }

  @Test(arguments: [
    [], ["s"], ["s", "--eer", "--target-apcer", "0.1"], ["s", "--target-apcer", "1"],
    ["s", "--target-bpcer", "-0.1"], ["s", "--target-bpcer", "nan"],
    ["s", "--eer", "--output", ""],
  ])
  func `wrong usage of calibrate is told before anything is read`(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { _ = try CalibrateCommand.parse(arguments) }
    #expect(try CalibrateCommand.exitCode(for: #require(error)) == .validationFailure)
  }

  private func judged() throws -> JudgedDataset {
    let text = """
      score,label,species,illumination
      0.9,bona-fide,,back
      0.4,bona-fide,,"side, low"
      0.1,attack,print,back
      0.8,attack,mask,back

      """
    return JudgedDataset(try Dataset(manifest: Array(text.utf8), path: "s.csv"))
  }

  @Test func `an evaluation reads as a table`() throws {
    let judged = try judged()
    let text = EvaluationText(
      evaluation: Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20),
      dataset: judged, split: nil
    ).text(columns: 100, style: .plain)
    #expect(text.contains("2 bona fide presentations, 2 attacks"))
    #expect(
      text.contains("BPCER                          1       2   50.00 %    1.26 to 98.74 %"))
    #expect(text.contains("ACER 75.00 % with the worst species (mask), 50.00 % pooled"))
    #expect(text.contains("side, low, BPCER"))
  }

  @Test func `an evaluation is JSON that can be read again`() throws {
    let judged = try judged()
    let evaluation = Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20)
    let text = EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rates = try #require(object["rates"] as? [String: Any])
    #expect(rates["acer_worst_species"] as? Double == 0.75)
    #expect((rates["bpcer"] as? [String: Any])?["count"] as? Int == 1)
  }

  @Test func `the grid of CASIA-SURF is reported where it is asked for`() throws {
    let judged = try judged()
    func evaluation(_ isCASIACompatible: Bool) -> Evaluation {
      Evaluation(
        judged.presentations, rule: .liveAbove(0.5), isCASIACompatible: isCASIACompatible,
        replicates: 20)
    }
    func outputs(_ evaluation: Evaluation) -> [String] {
      [
        EvaluationText(evaluation: evaluation, dataset: judged, split: nil)
          .text(columns: 100, style: .plain),
        EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text,
        EvaluationCSV.rates(evaluation),
      ]
    }
    let asked = outputs(evaluation(true))
    #expect(asked[0].contains("TPR@FPR=0.01, grid       50.00 %"))
    #expect(asked[1].contains("\"casia_compat_tpr_at_fpr\":[{\"fpr\":0.01,"))
    #expect(asked[2].contains("\r\ncasia-compat TPR@FPR=0.01,,,,1,2,0.5,"))
    let silent = outputs(evaluation(false))
    #expect(silent[1].contains("\"casia_compat_tpr_at_fpr\":[],"))
    #expect(!silent[0].contains("casia") && !silent[2].contains("casia"))
    #expect(try EvaluateCommand.parse(["s.csv", "--casia-compat"]).casiaCompat)
  }

  @Test func `attacks that the whole system accepts are reported where a matcher was asked`() throws
  {
    let text = """
      score,label,species,matched
      0.9,bona-fide,,true
      0.8,attack,print,true
      0.7,attack,print,false
      0.1,attack,mask,true

      """
    let judged = JudgedDataset(try Dataset(manifest: Array(text.utf8), path: "s.csv"))
    let evaluation = Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20)
    let table = EvaluationText(evaluation: evaluation, dataset: judged, split: nil)
      .text(columns: 100, style: .plain)
    #expect(
      table.contains("IAPAR print                    1       2   50.00 %    1.26 to 98.74 %"))
    #expect(table.contains("IAPAR mask ") && table.contains("IAPAR, pooled "))
    let json = EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text
    #expect(json.contains("\"iapar_pooled\":{\"count\":1,\"total\":3,"))
    #expect(json.contains("\"iapar\":{\"count\":1,\"total\":2,"))
    let csv = EvaluationCSV.rates(evaluation)
    #expect(csv.contains("\r\nIAPAR,,,print,1,2,0.5,"))
    #expect(csv.contains("\r\nIAPAR pooled,,,,1,3,"))
    let silent = try Evaluation(self.judged().presentations, replicates: 20)
    #expect(RateTable(silent.rates).text(style: .plain).contains("IAPAR") == false)
    #expect(!EvaluationCSV.rates(silent).contains("IAPAR"))
    #expect(EvaluationJSON.object(silent.rates).contains("\"iapar_pooled\":null"))
  }

  @Test func `what is counted is said in every output`() throws {
    let judged = try judged()
    for unit in Presentation.Unit.allCases {
      let word = unit.rawValue
      let evaluation = Evaluation(
        judged.presentations, rule: .liveAbove(0.5), unit: unit, replicates: 20)
      let text = EvaluationText(evaluation: evaluation, dataset: judged, split: nil)
        .text(columns: 100, style: .plain)
      #expect(text.contains("2 bona fide \(word)s, 2 attacks"))
      #expect(text.contains("\nUnit        \(word)\n"))
      let json = EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text
      #expect(json.contains("\"unit\":\"\(word)\""))
      let curve = try #require(evaluation.figures?.curve)
      for csv in [
        EvaluationCSV.rates(evaluation),
        EvaluationCSV.tradeoff(DetectionErrorTradeoff(curve), unit: evaluation.unit),
      ] {
        let lines = csv.split(separator: "\r\n")
        #expect(lines.count > 2 && lines[0].hasSuffix(",unit"))
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",\(word)") })
      }
      let html = EvaluationPage(
        evaluation: evaluation, dataset: judged, presentations: judged.presentations, split: nil,
        source: "s.csv", mistakes: [], date: 0
      ).html
      #expect(html.contains("<dt>Unit</dt><dd>\(word)</dd>"))
    }
  }

  @Test func `the unit is the one that the data set states, or else the chosen one`() throws {
    let chosen = try EvaluateCommand.parse(["s.csv", "--unit", "frame"]).options
    let silent = try EvaluateCommand.parse(["s.csv"]).options
    let presentations = try judged().presentations
    #expect(try silent.unit(of: presentations, in: "s.csv") == .presentation)
    #expect(try chosen.unit(of: presentations, in: "s.csv") == .frame)
    let stated = Presentation(
      id: "a", label: .attack, response: .score(0), unit: .presentation)
    let error = #expect(throws: DatasetError.self) {
      _ = try chosen.unit(of: presentations + [stated], in: "s.csv")
    }
    #expect(error?.message.contains("expected the unit \"frame\" of --unit") == true)
  }

  @Test func `one class alone takes a rule`() async throws {
    let path = try file("s.csv", "score,label\n0.9,attack\n0.1,attack\n")
    #expect(try await status(path) == .unreadableInput)
    #expect(try await status(path, "--threshold", "0.5") == .live)
  }

  @Test func `a class that a DET curve lacks is told before anything is written`() async throws {
    let path = try file("s.csv", "score,label\n0.9,attack\n0.1,attack\n")
    let (csv, det) = (folder.path + "/rates.csv", folder.path + "/det.csv")
    let found = try await status(path, "--threshold", "0.5", "--csv", csv, "--det", det)
    #expect(found == .unreadableInput && folder.names == ["s.csv"])
  }

  @Test func `scores outside of the grid of CASIA-SURF are refused`() async throws {
    let path = try file("s.csv", "score,label\n2,bona-fide\n0.1,attack\n")
    #expect(try await status(path, "--replicates", "5", "--casia-compat") == .unreadableInput)
    #expect(try await status(path, "--replicates", "5") == .live)
  }

  @Test func `a model that is named must be there, also where nothing is judged by it`()
    async throws
  {
    let path = try file("s.csv", "score,label\n0.9,bona-fide\n0.1,attack\n")
    let model = folder.path + "/none.safetensors"
    #expect(try await status(path, "--replicates", "5", "--model", model) == .unreadableInput)
  }

  @Test func `a model that is named must be the one that gave the scores`() async throws {
    let model = Goldens.path("../../Weights/depth-fusion.safetensors")
    let title = try LivenessDetector(modelAt: model).model
    func lines(_ model: String) -> String {
      """
      {"format":"liveness-results/1","dataset":"\(String(repeating: "ab", count: 32))","rows":2,\
      "shard":1,"shards":1,"model":"\(model)","classes":["spoof","live"],"threshold":0.5}
      {"row":0,"capture":"a","label":"bona-fide","score":0.9}
      {"row":1,"capture":"b","label":"attack","score":0.1}

      """
    }
    let table = try file("s.csv", "score,label\n0.9,bona-fide\n0.1,attack\n")
    let own = try file("own.jsonl", lines(title))
    let others = try file("others.jsonl", lines("m 1"))
    for (scores, expected) in [
      (own, CommandStatus.live), (others, .unreadableInput), (table, .unreadableInput),
    ] {
      #expect(try await status(scores, "--replicates", "5", "--model", model) == expected)
      #expect(try await status(scores, "--replicates", "5") == .live)
    }
  }

  @Test func `a shard is one of captures, not of results`() async throws {
    let digest = String(repeating: "ab", count: 32)
    let results = try file(
      "r.jsonl",
      #"{"format":"liveness-results/1","dataset":"\#(digest)","rows":1,"shard":1,"shards":1,"#
        + #""model":"m 1","classes":["spoof","live"],"threshold":0.5}"# + "\n"
        + #"{"row":0,"capture":"a","label":"attack","score":0.1}"# + "\n")
    #expect(try await status(results, "--replicates", "5") == .live)
    #expect(try await status(results, "--shard", "1/2") == .unreadableInput)
  }

  @Test(arguments: [
    ["--split", "test"], ["--unit", "presentation"], ["--det", "det.csv"],
    ["--policy", "/nonexistent/policy.json"],
  ])
  func `what the manifest shows to be wrong is told before anything is judged`(
    options: [String]
  ) async throws {
    let rows = ["capture,label,split,unit", "a,attack,dev,frame", "b,attack,dev,frame"]
    let path = try file("m.csv", rows.joined(separator: "\n"))
    let command = try EvaluateCommand.parse(
      [path, "--results", folder.path + "/r.jsonl"]
        + options.map { $0 == "det.csv" ? folder.path + "/det.csv" : $0 })
    #expect(await command.outcome() == .unreadableInput)
    #expect(folder.names == ["m.csv"])
  }

  @Test func `a data set of which nothing could be read is an error`() async throws {
    let path = try file("m.csv", "capture,label\na,attack\nb,bona-fide\n")
    let results = folder.path + "/r.jsonl"
    #expect(try await status(path, "--results", results) == .unreadableInput)
    #expect(try ResultsFile(at: results).missing == 0)
    #expect(try await status(results) == .unreadableInput)
  }

  @Test func `a report that is interrupted leaves the one that stood there`() async throws {
    let scores = try file("s.csv", "score,label\n0.9,bona-fide\n0.1,attack\n")
    let page = try file("page.html", "the old page")
    let command = try EvaluateCommand.parse([
      scores, "--report", page, "--csv", folder.path + "/rates.csv", "--replicates", "5",
    ])
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await command.outcome()
    }
    #expect(await task.value == .interrupted)
    #expect(folder.text(of: "page.html") == "the old page")
    #expect(folder.names == ["page.html", "s.csv"])
  }

  @Test func `a policy that detect would refuse does not replace a good one`() throws {
    let species = String(repeating: "x", count: 2000)
    let scores = try file("s.csv", "score,label,species\n0.9,bona-fide,\n0.1,attack,\(species)\n")
    let policy = try file("policy.json", "the old policy")
    #expect(throws: CommandStatus.unreadableInput.exit) {
      try CalibrateCommand.parse([scores, "--eer", "--output", policy]).run()
    }
    #expect(folder.text(of: "policy.json") == "the old policy")
    #expect(folder.names == ["policy.json", "s.csv"])
  }

  @Test func `a calibration tells what could not be read, and no name steers a terminal`() throws {
    let digest = String(repeating: "ab", count: 32)
    let lines = [
      #"{"format":"liveness-results/1","dataset":"\#(digest)","rows":3,"shard":1,"shards":1,"#
        + #""model":"m 1","classes":["spoof","live"],"threshold":0.5}"#,
      #"{"row":0,"capture":"a","label":"bona-fide","score":0.9}"#,
      #"{"row":1,"capture":"b","label":"attack","species":"\u001b[2J","score":0.1}"#,
      #"{"row":2,"capture":"c","label":"attack","unreadable":"missingFile"}"#,
    ]
    let scores = try Dataset(
      manifest: Array((lines.joined(separator: "\n") + "\n").utf8), path: "r.jsonl")
    let calibration = try ThresholdCalibration(scores.presentations, target: .apcer(0.05))
    let text = CalibrationText(calibration: calibration, scores: scores, split: nil)
      .text(columns: 100, style: .plain)
    #expect(text.contains("1 bona fide presentation, 1 attack; 1 row could not be read\n"))
    #expect(text.contains("\\u{1B}[2J: no error in 1") && !text.contains("\u{1B}"))
  }

  @Test func `a figure of one subject has no interval`() throws {
    let text = "score,label,subject\n0.9,bona-fide,a\n0.1,attack,a\n"
    let judged = JudgedDataset(try Dataset(manifest: Array(text.utf8), path: "s.csv"))
    let evaluation = Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20)
    let table = EvaluationText(evaluation: evaluation, dataset: judged, split: nil)
      .text(columns: 100, style: .plain)
    #expect(table.contains("no intervals: there is one subject"))
    let json = EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text
    #expect(json.contains(#""eer":{"value":0,"interval":null}"#))
  }

  @Test func `a calibration says what was counted`() throws {
    let scores = try Dataset(
      manifest: Array("score,label\n0.9,bona-fide\n0.1,attack\n".utf8), path: "s.csv")
    let calibration = try ThresholdCalibration(scores.presentations, target: .equalError)
    let text = CalibrationText(calibration: calibration, scores: scores, split: nil, unit: .frame)
      .text(columns: 100, style: .plain)
    #expect(text.contains("s.csv: 1 bona fide frame, 1 attack\nUnit    frame\n"))
    let policy = PolicyText(
      calibration: calibration, model: LivenessPolicy.Model(title: "m 1", labels: .liveIsOne),
      camera: nil, scores: scores, unit: .frame)
    #expect(policy.json.contains("\"unit\":\"frame\""))
  }

  @Test func `fields with commas stand in quotes`() throws {
    let judged = try judged()
    let evaluation = Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20)
    let lines = EvaluationCSV.rates(evaluation).split(separator: "\r\n")
    #expect(lines[1].hasPrefix("BPCER,,,,1,2,0.5,"))
    #expect(lines.contains { $0.hasPrefix("BPCER,illumination,\"side, low\",,1,1,1,") })
    #expect(EvaluationCSV.field("a \"b\"") == "\"a \"\"b\"\"\"")
  }

  @Test func `Row 1.42: the policy that is written has the calibrated threshold`() throws {
    let text = "score,label,subject\n0.9,bona-fide,a\n0.4,bona-fide,b\n0.1,attack,\n0.6,attack,\n"
    let scores = try Dataset(manifest: Array(text.utf8), path: "s.csv")
    let model = LivenessPolicy.Model(title: "m 1", labels: .liveIsZero)
    for target in [CalibrationTarget.both(apcer: 0, bpcer: 0), .apcer(0), .equalError] {
      let calibration = try ThresholdCalibration(scores.presentations, target: target)
      let json = PolicyText(
        calibration: calibration, model: model, camera: "gate \"2\"", scores: scores
      ).json
      let policy = try LivenessPolicy(parsing: Array(json.utf8))
      #expect(policy.rule == calibration.rule && policy.model == model)
      #expect(policy.camera == "gate \"2\"")
    }
  }

  @Test func `a policy that is not there is told`() {
    #expect(throws: LivenessError.self) { _ = try LivenessPolicy(at: "/nonexistent/policy.json") }
  }
}
