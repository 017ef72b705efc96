import ArgumentParser
import Liveness
import LivenessFaces
import LivenessTensors

/// `liveness silent`: judges colour images.
struct SilentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silent",
    abstract: "Judge colour images: live, spoof or undetermined.",
    discussion: """
      The library comes without models for colour images. Weights/download.sh fetches those of \
      MiniFASNet from where their authors publish them, and `make convert-models SRC=DIR OUT=DIR` \
      makes files of them that carry a card; --models names the folder of those.

      Examples:
        liveness silent photo.jpg --models models/
        liveness silent photos/ --models models/ --report report.html
        liveness silent photo.jpg --models models/ --box 106,147,207,213 --json
        liveness silent visitor/ --models models/ --sequence trimmed-mean:0.2

      Exit status: 0 every image is live; 1 one is a spoof; 2 one is undetermined and none a \
      spoof; 64 wrong usage; 65 an image or a model could not be read; 74 something could not be \
      written; 130 interrupted; 141 nobody reads the output any more.
      """)

  @Argument(help: "Images, or folders of them.", completion: .file())
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "Judge with the models in this folder that carry a card.", valueName: "folder"),
    completion: .directory)
  var models: String?

  @Option(
    help: ArgumentHelp(
      "Where the face is on every image, in pixels, instead of looking for it.",
      valueName: "x,y,w,h"))
  var box: NumberList?

  @Option(
    help: ArgumentHelp(
      "Find faces with the detector of this name in --models, instead of retina-ssd.",
      valueName: "name"))
  var detector: String?

  @OptionGroup(title: "The vote")
  var vote: SilentVoteOptions

  @Flag(help: "Print one JSON object a line instead of a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a self-contained HTML page with a picture of every image.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  func validate() throws {
    guard !paths.contains("") else { throw ValidationError("A path is empty.") }
    guard report != "" else { throw ValidationError("The path of the report is empty.") }
    guard models != "" else { throw ValidationError("The folder of the models is empty.") }
    if let box, box.numbers.count != 4 || !SilentCommand.face(box.numbers).isValid {
      throw ValidationError("--box takes x,y,w,h with a width and a height above 0.")
    }
  }

  func run() async throws {
    let status = try await Interruption.cancelling { [self] in
      OutputError.handled { try judge() }
    }
    if status != .live { throw status.exit }
  }

  private func judge() throws -> CommandStatus {
    let progress = ProgressLine()
    let page = try report.map { try SilentReport(path: $0, date: StandardFiles.now()) }
    // One reads and decodes while the other builds networks: neither waits for the other.
    let (detector, photo) = WorkerPool.shared.both(
      threads: 2, { [self] in loadedDetector() },
      { [paths] in paths.first.flatMap(ReadPhoto.first) })
    guard let detector else { return .unreadableInput }
    var outputs: [any SilentOutput] = [
      FailureLines(file: .standardError, progress: progress), listing(),
    ]
    if let page { outputs.append(page) }
    var run = SilentRun(detector: detector, face: box.map { SilentCommand.face($0.numbers) })
    run.firstPhoto = photo
    run.sequence = vote.sequence
    run.progress = { progress.show($0, of: $1, next: PlainText.visible($2)) }
    defer { progress.clear() }
    return try run(paths, to: outputs).status
  }

  private func listing() -> any SilentOutput {
    let file = OutputFile.standardOutput
    return json ? SilentLines(file: file) : SilentTable(file: file, style: .of(file))
  }

  /// The detector; `nil`, and the reason told, where a model or the vote cannot be used.
  private func loadedDetector() -> SilentFaceDetector? {
    guard let models else {
      SilentModelFiles.tell(SilentModelFiles.howToFetch)
      return try? SilentFaceDetector(models: [])
    }
    let finds = box == nil
    guard let files = SilentModelFiles(at: models, detector: detector, findsFaces: finds) else {
      return nil
    }
    do {
      return try SilentFaceDetector(
        models: files.models, policy: vote.policy, faceDetector: files.faceDetector)
    } catch {
      SilentModelFiles.tell("\(error)")
      return nil
    }
  }

  private static func face(_ numbers: [Double]) -> FaceBox {
    guard numbers.count == 4 else { return FaceBox(x: 0, y: 0, width: 0, height: 0) }
    return FaceBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }
}
