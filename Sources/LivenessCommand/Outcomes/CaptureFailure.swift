import Liveness
import LivenessMedia

/// Why an input has no decision.
struct CaptureFailure: Sendable, Hashable {
  /// A short camelCase code.
  let code: String
  /// One sentence for a person.
  let message: String
  /// The file or folder concerned.
  let file: String

  private init(code: String, message: String, file: String) {
    self.code = code
    self.message = message
    self.file = file
  }

  /// The failure of a capture that could not be read.
  init(_ error: CaptureError) {
    code = error.code.rawValue
    message = error.message
    file = error.file
  }

  /// The failure of a sequence over which no vote can be held.
  init(noVote message: String, at path: String) {
    self.init(code: "noVote", message: message, file: path)
  }

  /// The failure of a capture that was read and could not be judged.
  init(_ error: any Error, at path: String) {
    switch error {
    case let error as CaptureError:
      self = CaptureFailure(error)
    case LivenessError.alignment:
      self = CaptureFailure(code: "notAligned", message: "\(error)", file: path)
    default:
      self = CaptureFailure(
        code: "notJudged", message: "The capture could not be judged: \(error)", file: path)
    }
  }

  /// What is told on standard error.
  var line: String {
    "liveness: \(PlainText.visible(file)): \(PlainText.visible(message)) [\(code)]\n"
  }
}
