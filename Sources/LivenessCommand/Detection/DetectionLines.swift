import Liveness

/// Writes each outcome as one JSON object on a line of its own.
final class DetectionLines: DetectionOutput {
  private let file: OutputFile

  /// Chooses the file.
  init(file: OutputFile) { self.file = file }

  func start(paths: [String]) {}

  func record(_ outcome: CaptureOutcome) throws {
    try file.write(DetectionLines.line(outcome) + "\n")
  }

  func finish(_ tally: DetectionTally) {}

  /// The object for one outcome.
  static func line(_ outcome: CaptureOutcome) -> String {
    let capture = (key: "capture", value: JSONText.string(outcome.path))
    let number = outcome.face.map { [(key: "face_number", value: String($0))] } ?? []
    switch outcome.verdict {
    case .unreadable(let failure):
      return JSONText.object([capture, (key: "error", value: object(failure))])
    case .judged(let result, _, let reading):
      let timings = StageTimings(
        entries: [StageTimings.Entry(stage: "reading", milliseconds: reading)]
          + result.timings.entries)
      let members = result.members(timings: timings)
        .map { (key: $0.name, value: JSONText.text($0.value)) }
      return JSONText.object([capture] + number + members)
    }
  }

  /// A failure as JSON; `null` for none.
  static func object(_ failure: CaptureFailure?) -> String {
    guard let failure else { return "null" }
    return JSONText.object([
      (key: "code", value: JSONText.string(failure.code)),
      (key: "message", value: JSONText.string(failure.message)),
      (key: "file", value: JSONText.string(failure.file)),
    ])
  }
}
