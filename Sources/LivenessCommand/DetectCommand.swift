import ArgumentParser
import Liveness

/// `liveness detect`: judges captures.
struct DetectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Judge captures: live, spoof or undetermined.",
    discussion: """
      Examples:
        liveness detect captures/visitor-0117
        liveness detect captures/ --report report.html
        liveness detect captures/ --policy policy.json
        liveness detect captures/ --dump-stages stages/
        liveness detect captures/visitor-0117 --explain --report why.html
        liveness detect visitor-0117/ visitor-0118/ --sequence --vote 3-of-5
        liveness detect captures/ --json | jq 'select(.decision == "spoof").capture'

      Exit status: 0 every capture is live; 1 one is a spoof; 2 one is undetermined and none a \
      spoof; 64 wrong usage; 65 an input could not be read, whatever the others are; 74 something \
      could not be written; 130 interrupted; 141 nobody reads the output any more.
      """)

  @Argument(
    help: "Capture folders, or folders of them.", completion: .directory)
  var paths: [String]

  @Flag(help: "Print one JSON object a line instead of a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a self-contained HTML page with pictures of every capture.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Judge with this depth-fusion model instead of the embedded one.",
      valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Find the faces of captures that name no face box with this face-detector model.",
      discussion: "Without it, the embedded one finds them.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var detector: String?

  @Flag(
    help: ArgumentHelp(
      "Judge no capture live that looks like nothing the model was trained on.",
      discussion: "Without it, the table, the JSON lines and the report note such captures."))
  var requireTrainingRange = false

  @Flag(
    help: ArgumentHelp(
      "Judge no capture without an image.",
      discussion: "Without it the policy says, or depth alone is judged, which keeps out less."))
  var requireImage = false

  @Option(
    help: ArgumentHelp(
      "What follows from the shape of a face: \(GeometricGateRule.spellings).",
      discussion: "Without it the policy says, or noted; decides calls flat pictures a spoof.",
      valueName: "rule"),
    transform: GeometricGateRule.init(named:))
  var geometry: GeometricGateRule?

  @Option(
    help: ArgumentHelp(
      "Decide by this policy instead of the model's own threshold.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Write aligned frames, crops, masks and heatmaps of every capture into this new folder.",
      valueName: "folder"),
    completion: .directory)
  var dumpStages: String?

  @Option(
    help: ArgumentHelp(
      "Which of several faces is judged: \(FaceChoice.spellings).",
      discussion: "Without it the policy says; a capture that names its face box has one face.",
      valueName: "choice"),
    transform: FaceChoice.init(named:))
  var faces: FaceChoice?

  @Flag(
    help: ArgumentHelp(
      "Say which input carried each decision, and picture what it hangs on.",
      discussion: "The network runs 132 more times for each face."))
  var explain = false

  @Flag(
    help: ArgumentHelp(
      "Take the captures of each path for frames of one person, and vote.",
      discussion: "Frames are judged in the order of their paths until none can change the answer."
    ))
  var sequence = false

  @Option(
    help: ArgumentHelp(
      "How frames are voted: mean, trimmed-mean:0.2, minimum or 3-of-5.",
      discussion: "Without it the policy says, or mean.", valueName: "rule"),
    transform: VotingRule.init(named:))
  var vote: VotingRule?

  func validate() throws {
    guard vote == nil || sequence else {
      throw ValidationError("--vote is for frames: name --sequence too.")
    }
    guard !sequence || (report == nil && dumpStages == nil && !explain) else {
      throw ValidationError(
        "--sequence cannot be combined with --report, --dump-stages or --explain.")
    }
    guard !paths.contains("") else { throw ValidationError("A path is empty.") }
    guard report != "" else { throw ValidationError("The path of the report is empty.") }
    guard model != "" else { throw ValidationError("The path of the model is empty.") }
    guard detector != "" else { throw ValidationError("The path of the detector is empty.") }
    guard policy != "" else { throw ValidationError("The path of the policy is empty.") }
    guard dumpStages != "" else { throw ValidationError("The folder for the stages is empty.") }
  }

  func run() async throws {
    let status = try await Interruption.cancelling { [self] in
      OutputError.handled { try judge() }
    }
    if status != .live { throw status.exit }
  }

  private func judge() throws -> CommandStatus {
    let progress = ProgressLine()
    let page = try report.map { try ReportWriter(path: $0, date: StandardFiles.now()) }
    guard let detector = loadedDetector() else { return .unreadableInput }
    if sequence { return try judgeSequences(detector, progress) }
    let stages = try dumpStages.map { try StageFolders(path: $0) }
    var outputs: [any DetectionOutput] = [
      FailureLines(file: .standardError, progress: progress), listing(),
    ]
    if let page { outputs.append(page) }
    if let stages { outputs.append(stages) }
    var run = DetectionRun(
      detector: detector, keepingStages: page != nil || stages != nil, explaining: explain)
    run.progress = { progress.show($0, of: $1, next: PlainText.visible($2)) }
    defer { progress.clear() }
    return try run(paths, to: outputs).status
  }

  private func judgeSequences(
    _ detector: LivenessDetector, _ progress: ProgressLine
  ) throws -> CommandStatus {
    let (output, errors) = (OutputFile.standardOutput, OutputFile.standardError)
    var run = SequenceRun(detector: detector, voting: detector.policy.voting)
    run.progress = { progress.show($0, of: $1, next: PlainText.visible($2)) }
    var tally = DetectionTally()
    if !json { try output.write(SequenceText.header + "\n") }
    for path in paths {
      defer { progress.clear() }
      do {
        let outcome = try run(path)
        progress.clear()
        for failure in outcome.failures { try? errors.write(failure.line) }
        tally.add(outcome.word)
        tally.unreadableFrames += outcome.frames.count { $0.word == .unreadable }
        try output.write((json ? SequenceText.line(outcome) : SequenceText.row(outcome)) + "\n")
      } catch is CancellationError {
        tally.isInterrupted = true
        break
      }
    }
    return tally.status
  }

  private func listing() -> any DetectionOutput {
    let file = OutputFile.standardOutput
    return json
      ? DetectionLines(file: file)
      : DetectionTable(file: file, style: .of(file), columns: file.terminalColumns)
  }

  /// The detector; `nil`, and the reason told, where a file cannot be used.
  private func loadedDetector() -> LivenessDetector? {
    DetectorFiles(
      model: model, policy: policy, faceDetector: detector,
      requiresTrainingRange: requireTrainingRange, requiresImage: requireImage, geometry: geometry,
      faces: faces, voting: vote
    ).detector()
  }
}

extension OutputError {
  /// Runs what writes, and turns a failure to write into words and an exit status.
  static func handled(_ body: () throws -> CommandStatus) -> CommandStatus {
    do {
      return try body()
    } catch OutputError.closedPipe {
      return .closedPipe
    } catch OutputError.refused(let file, let reason) {
      try? OutputFile.standardError.write(line(subject: file, "cannot write: \(reason)"))
      return .unwritableOutput
    } catch {
      try? OutputFile.standardError.write("liveness: \(PlainText.visible("\(error)"))\n")
      return .unwritableOutput
    }
  }

  /// What is told on standard error; a subject that the message begins with is not named twice.
  static func line(subject: String, _ message: String) -> String {
    let isNamed = [":", ",", " "].contains { message.hasPrefix(subject + $0) }
    let sentence = isNamed ? message : "\(subject): \(message)"
    return "liveness: \(PlainText.visible(sentence))\n"
  }
}
