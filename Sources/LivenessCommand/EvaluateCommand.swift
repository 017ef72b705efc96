import ArgumentParser
import Liveness
import LivenessEvaluation
import LivenessLayers
import LivenessMedia

/// `liveness evaluate`: judges a data set, or takes scores, and reports every error rate.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Report error rates on a data set, with intervals.",
    discussion: """
      DATASET is a manifest (CSV, or JSON Lines where the name ends in .jsonl), a folder with a \
      manifest or with the folders bona-fide and attack/SPECIES, or a file of results. Captures are \
      judged on all cores; what is judged is kept in the file of results, and the same command goes \
      on where it was stopped.

      Examples:
        liveness evaluate dataset/manifest.csv --results scores.jsonl
        liveness evaluate scores.jsonl --json | jq .rates
        liveness evaluate dataset/ --shard 2/8 --results part-2.jsonl
        liveness evaluate --merge part-*.jsonl --csv rates.csv --det det.csv

      Exit status: 0; 64 wrong usage; 65 the data set, model or policy cannot be used, or no \
      capture could be read; 74 something could not be written; 130 interrupted; 141 nobody reads \
      the output any more. Captures that cannot be read are counted and left out, and tried again \
      by the same command.
      """)

  @Argument(help: "A data set; with --merge, files of results.", completion: .file())
  var paths: [String]

  @Option(
    help: ArgumentHelp("Where the results of captures are kept.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var results = "results.jsonl"

  @Option(help: ArgumentHelp("Judge only part I of N of the rows.", valueName: "i/n"))
  var shard: Shard?

  @Flag(help: "Put the results of all shards together.")
  var merge = false

  @Option(help: ArgumentHelp("Take p(live) above this for live.", valueName: "share"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp("Decide by this policy.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Judge with this model instead of the embedded one.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @OptionGroup var options: DatasetOptions

  @Option(help: "So many captures are judged at the same time; else as many as there are cores.")
  var jobs: Int?

  @Option(help: "How often subjects are drawn for the intervals of curves.")
  var replicates = 1000

  @Option(help: "The seed of these drawings.")
  var seed: UInt64 = 1

  @Flag(
    help:
      "Report TPR@FPR on a grid of 1000 thresholds too, as published CASIA-SURF figures have it.")
  var casiaCompat = false

  @Flag(help: "Print one JSON object instead of tables.")
  var json = false

  @Option(
    help: ArgumentHelp("Write the error rates at the rule into a CSV file.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: ArgumentHelp("Write the DET curve into a CSV file.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var det: String?

  @Option(
    help: ArgumentHelp(
      "Write a self-contained HTML page with curves, tables and the worst mistakes.",
      valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Where the captures of the results stand, for the pictures of the page; else beside them.",
      valueName: "folder"),
    completion: .directory)
  var captures: String?

  func validate() throws {
    guard
      !(paths + [results, model, policy, csv, det, report, captures].compactMap { $0 }).contains("")
    else {
      throw ValidationError("A path is empty.")
    }
    guard merge || paths.count == 1 else {
      throw ValidationError("Name one data set, or --merge for several files of results.")
    }
    guard !(merge && shard != nil) else {
      throw ValidationError("--merge puts shards together, --shard judges one of them.")
    }
    guard threshold == nil || policy == nil else {
      throw ValidationError("Name --threshold or --policy, not both.")
    }
    guard threshold.map(\.isFinite) ?? true else {
      throw ValidationError("A threshold is a number.")
    }
    guard (1...1024).contains(jobs ?? 1), (1...1_000_000).contains(replicates) else {
      throw ValidationError("--jobs is 1 to 1024, --replicates 1 to 1000000.")
    }
    try options.validate()
  }

  func run() async throws {
    let status: CommandStatus = try await Interruption.cancelling { [self] in await outcome() }
    if status != .live { throw status.exit }
  }

  /// Evaluates, tells what went wrong, and says how the process ends.
  func outcome() async -> CommandStatus {
    do {
      return try await evaluate()
    } catch let error as OutputError {
      return OutputError.handled { throw error }
    } catch is CancellationError {
      try? OutputFile.standardError.write(
        "liveness: interrupted; the files that were not written yet stay as they were\n")
      return .interrupted
    } catch {
      try? OutputFile.standardError.write(
        OutputError.line(subject: (error as? DatasetError)?.file ?? paths[0], "\(error)"))
      return .unreadableInput
    }
  }

  private func evaluate() async throws -> CommandStatus {
    let files = try Files(
      csv: csv.map(ReplacedFile.init(at:)), det: det.map(ReplacedFile.init(at:)),
      page: report.map(ReplacedFile.init(at:)))
    let rules = try rules()
    let judged: JudgedDataset
    if merge {
      judged = try JudgedDataset(merging: paths.map { try ResultsFile(at: $0) })
    } else if ResultsFile.isResults(StandardFiles.start(of: paths[0], count: 64)) {
      guard shard == nil else {
        throw DatasetError(
          file: paths[0], message: "expected captures to judge a shard of, found results")
      }
      judged = try JudgedDataset(merging: [ResultsFile(at: paths[0])])
    } else {
      let dataset = try Dataset(at: paths[0], labels: options.labels)
      if dataset.isJudged, shard == nil {
        judged = JudgedDataset(dataset)
      } else {
        try check(dataset)
        let judging = DatasetJudging(
          dataset: dataset, model: model, results: results, shard: shard ?? .whole, jobs: jobs,
          policyModel: rules?.model)
        let status = try await judging()
        guard status == .live, shard == nil else { return status }
        judged = try JudgedDataset(merging: [ResultsFile(at: results)])
      }
    }
    guard !judged.presentations.isEmpty else {
      throw DatasetError(
        file: paths[0],
        message: "expected a capture that can be read, found none in "
          + NumberText.count(judged.rows, "row"))
    }
    if let found = judged.model { try rules?.model?.require(scoresOf: found, in: paths[0]) }
    var detector: LivenessDetector?
    if model != nil || isShown(judged) {
      detector = DetectorFiles(model: model, policy: nil).detector()
      if model != nil {
        guard let detector else { return .unreadableInput }
        try judged.require(scoresOf: detector.model, in: paths[0])
      }
    }
    // Pictures and ranges of another model say nothing of these scores.
    if detector?.model != judged.model { detector = nil }
    try report(
      judged, rule: threshold.map(DecisionRule.liveAbove) ?? rules?.rule, detector: detector, files)
    return .live
  }

  private func rules() throws(DatasetError) -> LivenessPolicy? {
    guard let policy else { return nil }
    do {
      return try LivenessPolicy(at: policy)
    } catch {
      throw DatasetError(file: policy, message: "\(error)")
    }
  }

  /// Refuses what would be refused once everything is judged.
  private func check(_ dataset: Dataset) throws(DatasetError) {
    _ = try options.unit(of: dataset.presentations, in: paths[0])
    guard shard == nil else { return }
    let split = try options.split(of: dataset.splits, in: paths[0], preferring: "test")
    try requireCurve(dataset.presentations(inSplit: split))
  }

  /// Throws where a DET curve is asked for and a class is missing.
  private func requireCurve(_ presentations: [Presentation]) throws(DatasetError) {
    guard det == nil || Set(presentations.map(\.label)).count == 2 else {
      throw DatasetError(
        file: paths[0], message: "expected scores of both classes for a DET curve, found one")
    }
  }

  /// Whether something is to be seen of captures, or to be compared with the training.
  private func isShown(_ judged: JudgedDataset) -> Bool {
    judged.model != nil
      && (report != nil || judged.presentations.contains { $0.inputs != nil })
  }

  /// The worst mistakes, judged once more for their pictures.
  private func mistakes(
    _ presentations: [Presentation], rule: DecisionRule, detector: LivenessDetector?
  ) throws -> [Mistake] {
    let viewer = MistakeViewer(
      folder: captures ?? MistakeViewer.folder(ofDataset: paths[0]), detector: detector)
    return try Mistake.worst(10, of: presentations, rule: rule).map { mistake in
      try Task.checkCancellation()
      return Mistake(
        presentation: mistake.presentation, score: mistake.score, threshold: rule.liveThreshold,
        pictures: try viewer.pictures(of: mistake.presentation.id))
    }
  }

  private func evaluation(
    _ judged: JudgedDataset, split: String?, rule: DecisionRule?, detector: LivenessDetector?
  ) throws -> Evaluation {
    let presentations = judged.presentations(inSplit: split)
    let development = split == "test" ? judged.presentations(inSplit: "dev") : []
    let unit = try options.unit(of: presentations, in: paths[0])
    if let chosen = rule ?? judged.threshold.map(DecisionRule.liveAbove) {
      return Evaluation(
        presentations, development: development, rule: chosen,
        ruleSource: rule == nil ? .model : .given, statistics: detector?.inputStatistics,
        unit: unit, isCASIACompatible: casiaCompat, replicates: replicates, seed: seed)
    }
    do {
      return try Evaluation(
        presentations, development: development, statistics: detector?.inputStatistics,
        unit: unit, isCASIACompatible: casiaCompat, replicates: replicates, seed: seed)
    } catch {
      throw DatasetError(
        file: paths[0], message: "\(error); name a rule with --threshold or --policy")
    }
  }

  /// Refuses scores that what is asked for cannot be had of.
  private func check(_ presentations: [Presentation]) throws(DatasetError) {
    try requireCurve(presentations.filter { $0.score != nil })
    guard casiaCompat else { return }
    for presentation in presentations {
      guard let score = presentation.score, !(0...1).contains(score) else { continue }
      throw DatasetError(
        file: paths[0],
        message: "expected scores from 0 to 1 for --casia-compat, found \(score) of "
          + presentation.id)
    }
  }

  private func report(
    _ judged: JudgedDataset, rule: DecisionRule?, detector: LivenessDetector?, _ files: Files
  ) throws {
    try Task.checkCancellation()
    let split = try options.split(of: judged.splits, in: paths[0], preferring: "test")
    let presentations = judged.presentations(inSplit: split)
    try check(presentations)
    let evaluation = try evaluation(judged, split: split, rule: rule, detector: detector)
    try Task.checkCancellation()
    let output = OutputFile.standardOutput
    if json {
      let text = EvaluationJSON(evaluation: evaluation, dataset: judged, split: split).text
      try output.write(text + "\n")
    } else {
      let text = EvaluationText(evaluation: evaluation, dataset: judged, split: split)
      try output.write(text.text(columns: output.terminalColumns ?? 100, style: .of(output)))
    }
    try replace(files.csv, with: EvaluationCSV.rates(evaluation))
    try replace(
      files.page,
      with: EvaluationPage(
        evaluation: evaluation, dataset: judged, presentations: presentations, split: split,
        source: paths.joined(separator: " "),
        mistakes: mistakes(presentations, rule: evaluation.rule, detector: detector),
        date: StandardFiles.now()
      ).html)
    if let curve = evaluation.figures?.curve {
      try replace(
        files.det,
        with: EvaluationCSV.tradeoff(DetectionErrorTradeoff(curve), unit: evaluation.unit))
    }
  }

  /// Puts a text into the place of a file, where one is asked for and nobody has interrupted.
  private func replace(
    _ file: ReplacedFile?, with text: @autoclosure () throws -> String
  ) throws {
    guard let file else { return }
    let text = try text()
    try Task.checkCancellation()
    try file.replace { (file) throws(OutputError) in try file.write(text) }
  }
}

extension JudgedDataset {
  /// Throws where the scores are not those of a model that was named.
  fileprivate func require(scoresOf title: String, in path: String) throws(DatasetError) {
    guard model != title else { return }
    let found = model.map { "those of \($0)" } ?? "scores that name no model"
    throw DatasetError(file: path, message: "expected scores of the model \(title), found \(found)")
  }
}

extension EvaluateCommand {
  /// The files that are written beside standard output.
  private struct Files {
    let csv: ReplacedFile?
    let det: ReplacedFile?
    let page: ReplacedFile?
  }
}
