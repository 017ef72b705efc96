import Liveness
import LivenessFaces
import LivenessMedia

/// What became of one input.
struct CaptureOutcome {
  /// A decision with what it was made from, or why there is none.
  enum Verdict {
    /// The detector's result, the capture, and the milliseconds that reading it took.
    case judged(LivenessResult, LivenessCapture, reading: Double)
    /// The input could not be read or judged.
    case unreadable(CaptureFailure)
  }

  /// The path as it was given or found.
  let path: String
  /// What became of it.
  let verdict: Verdict
  /// Which of several faces this is about, from 1; `nil` where there is one.
  var face: Int?

  /// The word that stands for the outcome in tables.
  var word: OutcomeWord {
    switch verdict {
    case .judged(let result, _, _): OutcomeWord(result.decision)
    case .unreadable: .unreadable
    }
  }

  /// The probability of a living face, where there is one.
  var liveProbability: Double? {
    guard case .judged(let result, _, _) = verdict else { return nil }
    return result.liveProbability
  }

  /// In what the capture is unlike those that the model was trained on.
  var outliers: [InputOutlier] {
    guard case .judged(let result, _, _) = verdict else { return [] }
    return result.outsideTrainingRange
  }

  /// What the probability hangs on, where it was asked for.
  var explanation: LivenessExplanation? {
    guard case .judged(let result, _, _) = verdict else { return nil }
    return result.explanation
  }

  /// The codes of the reasons, or of the error.
  var codes: [String] {
    switch verdict {
    case .judged(let result, _, _): result.reasons.map(\.rawValue)
    case .unreadable(let failure): [failure.code]
    }
  }
}

/// The outcome in one word.
enum OutcomeWord: String, Sendable, Hashable, CaseIterable {
  case live
  case spoof
  case undetermined
  case unreadable

  /// The word for a decision.
  init(_ decision: LivenessDecision) {
    switch decision {
    case .live: self = .live
    case .spoof: self = .spoof
    case .undetermined: self = .undetermined
    }
  }
}

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
