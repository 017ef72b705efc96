import Liveness

/// What is written about a sequence.
enum SequenceText {
  /// One object on a line of its own.
  static func line(_ outcome: SequenceOutcome) -> String {
    let sequence = (key: "sequence", value: JSONText.string(outcome.path))
    guard let vote = outcome.vote else {
      return JSONText.object([
        sequence, (key: "error", value: DetectionLines.object(outcome.failure)),
      ])
    }
    let range = [vote.liveProbability.lowerBound, vote.liveProbability.upperBound]
    return JSONText.object([
      sequence,
      (key: "decision", value: JSONText.string(outcome.word.rawValue)),
      (key: "live_probability", value: JSONText.array(range.map { JSONText.number($0) })),
      (key: "threshold", value: JSONText.number(vote.decisionRule.liveThreshold)),
      (key: "vote", value: JSONText.string(vote.rule.description)),
      (key: "frames", value: String(vote.frames)),
      (key: "judged", value: String(vote.count)),
      (key: "captures", value: JSONText.array(outcome.frames.map(frame))),
    ])
  }

  private static func frame(_ outcome: CaptureOutcome) -> String {
    JSONText.object([
      (key: "capture", value: JSONText.string(outcome.path)),
      (key: "decision", value: JSONText.string(outcome.word.rawValue)),
      (key: "live_probability", value: JSONText.number(outcome.liveProbability)),
      (key: "reasons", value: JSONText.array(outcome.codes.map(JSONText.string))),
    ])
  }

  /// The names of the columns.
  static let header = columns("SEQUENCE", "DECISION", "P(LIVE)", "FRAMES")

  /// One row for people: the answer, what the probability can be, and how many frames it took.
  static func row(_ outcome: SequenceOutcome) -> String {
    guard let vote = outcome.vote else {
      return columns(outcome.path, outcome.word.rawValue, NumberText.none, NumberText.none)
    }
    let (low, high) = (vote.liveProbability.lowerBound, vote.liveProbability.upperBound)
    let probability =
      low == high
      ? NumberText.probability(low)
      : "\(NumberText.probability(low)) to \(NumberText.probability(high))"
    let frames = "\(vote.count) of \(vote.frames), \(vote.rule)"
    return columns(outcome.path, outcome.word.rawValue, probability, frames)
  }

  private static func columns(
    _ path: String, _ decision: String, _ probability: String, _ frames: String
  ) -> String {
    [
      PlainText.padded(PlainText.shortened(PlainText.visible(path), to: 40), to: 40),
      PlainText.padded(decision, to: 12), PlainText.padded(probability, to: 18), frames,
    ].joined(separator: "  ")
  }
}
