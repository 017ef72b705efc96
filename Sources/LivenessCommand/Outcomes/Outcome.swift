import Liveness

/// A result of the library that decides about a face.
protocol FaceResult {
  /// The answer.
  var decision: LivenessDecision { get }
  /// The probability of a living face, where there is one.
  var liveProbability: Double? { get }
  /// What speaks against an answer.
  var reasons: [LivenessReason] { get }
}

/// What became of one input: of a capture, or of an image.
struct Outcome<Result: FaceResult, Input> {
  /// A decision with what it was made from, or why there is none.
  enum Verdict {
    /// The detector's result, the input, and the milliseconds that reading it took.
    case judged(Result, Input, reading: Double)
    /// The input could not be read or judged.
    case unreadable(CaptureFailure)
  }

  /// The path as it was given or found.
  let path: String
  /// What became of it.
  let verdict: Verdict
  /// Which of several faces this is about, from 1; `nil` where there is one.
  var face: Int?

  /// The detector's result, where there is one.
  var result: Result? {
    guard case .judged(let result, _, _) = verdict else { return nil }
    return result
  }

  /// Why there is no result.
  var failure: CaptureFailure? {
    guard case .unreadable(let failure) = verdict else { return nil }
    return failure
  }

  /// The word that stands for the outcome in tables.
  var word: OutcomeWord { result.map { OutcomeWord($0.decision) } ?? .unreadable }

  /// The probability of a living face, where there is one.
  var liveProbability: Double? { result?.liveProbability }

  /// The codes of the reasons, or of the error.
  var codes: [String] {
    switch verdict {
    case .judged(let result, _, _): result.reasons.map(\.rawValue)
    case .unreadable(let failure): [failure.code]
    }
  }
}
