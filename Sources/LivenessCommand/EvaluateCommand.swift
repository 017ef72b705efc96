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

      Exit status: 0; 64 wrong usage; 65 the data set, model or policy cannot be used; 74 \
      something could not be written; 130 interrupted. Captures that cannot be read are counted \
      and left out.
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
    help: ArgumentHelp("Write every rate into a CSV file.", valueName: "file.csv"),
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

  private func outcome() async -> CommandStatus {
    do {
      return try await evaluate()
    } catch let error as OutputError {
      return OutputError.handled { throw error }
    } catch {
      try? OutputFile.standardError.write(
        OutputError.line(subject: (error as? DatasetError)?.file ?? paths[0], "\(error)"))
      return .unreadableInput
    }
  }

  private func evaluate() async throws -> CommandStatus {
    let csvFile = try csv.map(ReplacedFile.init(at:))
    let detFile = try det.map(ReplacedFile.init(at:))
    let pageFile = try report.map(ReplacedFile.init(at:))
    let rules = try policy.map { try LivenessPolicy(at: $0) }
    let judged: JudgedDataset
    if merge {
      judged = try JudgedDataset(merging: paths.map { try ResultsFile(at: $0) })
    } else if ResultsFile.isResults(at: paths[0]) {
      judged = try JudgedDataset(merging: [ResultsFile(at: paths[0])])
    } else {
      let dataset = try Dataset(at: paths[0], labels: options.labels)
      if dataset.isJudged, shard == nil {
        judged = JudgedDataset(dataset)
      } else {
        let judging = DatasetJudging(
          dataset: dataset, model: model, results: results, shard: shard ?? .whole, jobs: jobs)
        let status = try await judging()
        guard status == .live, shard == nil else { return status }
        judged = try JudgedDataset(merging: [ResultsFile(at: results)])
      }
    }
    if let expected = rules?.model?.title, let found = judged.model, expected != found {
      throw DatasetError(
        file: paths[0],
        message: "expected scores of the policy's model \(expected), found those of \(found)")
    }
    try report(
      judged, rule: threshold.map(DecisionRule.liveAbove) ?? rules?.rule, csvFile, detFile, pageFile
    )
    return .live
  }

  /// The detector whose results these are; `nil` where the scores are another model's, or nothing
  /// is to be seen or compared.
  private func detector(of judged: JudgedDataset) -> LivenessDetector? {
    guard let title = judged.model,
      report != nil || judged.presentations.contains(where: { $0.inputs != nil }),
      let detector = DetectorFiles(model: model, policy: nil).detector(), detector.model == title
    else { return nil }
    return detector
  }

  /// The worst mistakes, judged once more for their pictures.
  private func mistakes(
    _ presentations: [Presentation], rule: DecisionRule, detector: LivenessDetector?
  ) -> [Mistake] {
    let viewer = MistakeViewer(
      folder: captures ?? MistakeViewer.folder(ofDataset: paths[0]), detector: detector)
    return Mistake.worst(10, of: presentations, rule: rule).map { mistake in
      Mistake(
        presentation: mistake.presentation, score: mistake.score, threshold: rule.liveThreshold,
        pictures: viewer.pictures(of: mistake.presentation.id))
    }
  }

  private func report(
    _ judged: JudgedDataset, rule: DecisionRule?, _ csv: ReplacedFile?, _ det: ReplacedFile?,
    _ page: ReplacedFile?
  ) throws {
    let split = try options.split(of: judged.splits, in: paths[0], preferring: "test")
    let presentations = judged.presentations(inSplit: split)
    let detector = detector(of: judged)
    let evaluation = try Evaluation(
      presentations,
      development: split == "test" ? judged.presentations(inSplit: "dev") : [],
      rule: rule ?? judged.threshold.map(DecisionRule.liveAbove), isModelRule: rule == nil,
      statistics: detector?.inputStatistics,
      unit: options.unit(of: presentations, in: paths[0]), isCASIACompatible: casiaCompat,
      replicates: replicates, seed: seed)
    let output = OutputFile.standardOutput
    if json {
      let text = EvaluationJSON(evaluation: evaluation, dataset: judged, split: split).text
      try output.write(text + "\n")
    } else {
      let text = EvaluationText(evaluation: evaluation, dataset: judged, split: split)
      try output.write(text.text(columns: output.terminalColumns ?? 100, style: .of(output)))
    }
    try csv?.replace { (file) throws(OutputError) in
      try file.write(EvaluationCSV.rates(evaluation))
    }
    if let page {
      let html = EvaluationPage(
        evaluation: evaluation, dataset: judged, presentations: presentations, split: split,
        source: paths.joined(separator: " "),
        mistakes: mistakes(presentations, rule: evaluation.rule, detector: detector),
        date: StandardFiles.now()
      ).html
      try page.replace { (file) throws(OutputError) in try file.write(html) }
    }
    if let det {
      guard let curve = evaluation.figures?.curve else {
        throw DatasetError(
          file: paths[0], message: "expected scores of both classes for a DET curve, found one")
      }
      try det.replace { (file) throws(OutputError) in
        try file.write(EvaluationCSV.tradeoff(DetectionErrorTradeoff(curve), unit: evaluation.unit))
      }
    }
  }
}
