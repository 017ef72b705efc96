import ArgumentParser
import Liveness
import LivenessEvaluation

/// `liveness calibrate`: chooses a threshold and writes it into a policy file.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Choose a threshold from scores and write it into a policy file.",
    discussion: """
      SCORES is what `liveness evaluate --results` wrote, whole: one file, or those of all shards. \
      Or it is a CSV or JSON Lines file with the columns score and label. Of a data set with a dev \
      split, only that is used.

      Examples:
        liveness calibrate scores.jsonl --target-apcer 0.05
        liveness calibrate scores.csv --target-apcer 0.01 --target-bpcer 0.05 --camera gate-2
        liveness calibrate scores.jsonl --target-bpcer 0.02 --minimum-face 96 --latency-budget 200
        liveness calibrate part-*.jsonl --eer
        liveness detect captures/ --policy policy.json

      Exit status: 0 the policy is written; 64 wrong usage; 65 the scores or the model cannot be \
      used; 74 something could not be written; 141 nobody reads the output any more.
      """)

  @Argument(
    help: "Scores with labels; several files are the shards of one evaluation.",
    completion: .file())
  var scores: [String]

  @Option(
    help: ArgumentHelp("Accept at most this share of the worst species.", valueName: "share"))
  var targetApcer: Double?

  @Option(
    help: ArgumentHelp(
      "Refuse at most this share of bona fide; with --target-apcer, what lies between is "
        + "undetermined where one threshold cannot do both.",
      valueName: "share"))
  var targetBpcer: Double?

  @Flag(help: "Make APCER and BPCER as equal as they can be.")
  var eer = false

  @Flag(help: "Compare the probability of a spoof instead of that of a living face.")
  var bySpoof = false

  @Option(
    help: ArgumentHelp("Where the policy is written.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var output = "policy.json"

  @Option(help: "The camera that the scores were taken with, to be named in the policy.")
  var camera: String?

  @OptionGroup var demands: DemandOptions

  @OptionGroup var options: DatasetOptions

  @Option(
    help: ArgumentHelp(
      "The model that gave the scores, where it is not the embedded one.",
      valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  func validate() throws {
    guard !scores.contains(""), !output.isEmpty, model != "" else {
      throw ValidationError("A path is empty.")
    }
    guard eer != (targetApcer != nil || targetBpcer != nil) else {
      throw ValidationError("Name --target-apcer, --target-bpcer or both, or --eer alone.")
    }
    for share in [targetApcer, targetBpcer] {
      guard share.map({ $0 >= 0 && $0 < 1 }) ?? true else {
        throw ValidationError("A target is a share from 0 up to, but not including, 1.")
      }
    }
    try demands.validate()
    try options.validate()
  }

  private var target: CalibrationTarget {
    switch (targetApcer, targetBpcer) {
    case (let apcer?, let bpcer?): .both(apcer: apcer, bpcer: bpcer)
    case (let apcer?, nil): .apcer(apcer)
    case (nil, let bpcer?): .bpcer(bpcer)
    case (nil, nil): .equalError
    }
  }

  func run() throws {
    let status = OutputError.handled {
      do {
        return try calibrate()
      } catch let error as OutputError {
        throw error
      } catch {
        try? OutputFile.standardError.write(
          OutputError.line(subject: (error as? DatasetError)?.file ?? scores[0], "\(error)"))
        return .unreadableInput
      }
    }
    if status != .live { throw status.exit }
  }

  /// The scores of one run, or of a table.
  private func judgedScores() throws -> Dataset {
    let areResults =
      scores.count > 1 || ResultsFile.isResults(StandardFiles.start(of: scores[0], count: 64))
    let found =
      areResults
      ? try Dataset(resultsAt: scores) : try Dataset(manifestAt: scores[0], labels: options.labels)
    guard found.isJudged else {
      throw DatasetError(
        file: found.path,
        message: "expected scores, found captures; judge them first with "
          + "liveness evaluate --results")
    }
    return found
  }

  private func calibrate() throws -> CommandStatus {
    let file = try ReplacedFile(at: output)
    let scores = try judgedScores()
    guard let detector = DetectorFiles(model: model, policy: nil).detector() else {
      return .unreadableInput
    }
    let model = LivenessPolicy.Model(title: detector.model, labels: detector.labels)
    if let found = scores.model, found != model.title {
      throw DatasetError(
        file: scores.path,
        message: "expected scores of the model \(model.title), found those of "
          + "\(found); name its file with --model")
    }
    let split = try options.split(of: scores.splits, in: scores.path, preferring: "dev")
    let presentations = scores.presentations(inSplit: split)
    let unit = try options.unit(of: presentations, in: scores.path)
    let calibration = try ThresholdCalibration(
      presentations, target: target, comparesSpoof: bySpoof)
    let policy = PolicyText(
      calibration: calibration, model: model, camera: camera, demands: demands.members,
      scores: scores, unit: unit)
    let bytes: [UInt8]
    do {
      bytes = try policy.bytes()
    } catch {
      throw DatasetError(
        file: self.output,
        message: "expected a policy that liveness detect takes; \(error); nothing is written")
    }
    try file.replace { (file) throws(OutputError) in try file.write(bytes) }
    let output = OutputFile.standardOutput
    let text = CalibrationText(calibration: calibration, scores: scores, split: split, unit: unit)
    try output.write(text.text(columns: output.terminalColumns ?? 100, style: .of(output)))
    if scores.model == nil {
      try output.write(
        "  The scores do not say which model gave them; they are taken for those of "
          + "\(PlainText.visible(model.title)).\n")
    }
    try output.write(
      "\nWritten to \(PlainText.visible(self.output)), for \(PlainText.visible("\(model)")).\n")
    return .live
  }
}
