import Liveness
import LivenessFaces

/// Writes each outcome as one JSON object on a line of its own.
final class SilentLines: SilentOutput {
  private let file: OutputFile

  /// Chooses the file.
  init(file: OutputFile) { self.file = file }

  func start(paths: [String]) {}

  func record(_ outcome: SilentOutcome) throws {
    try file.write(SilentLines.line(outcome) + "\n")
  }

  func record(_ sequence: SilentSequence) throws {
    try file.write(SilentLines.line(sequence) + "\n")
  }

  func finish(_ tally: DetectionTally) {}

  /// The object for the vote over the frames of one person.
  static func line(_ sequence: SilentSequence) -> String {
    let vote = sequence.vote
    let ends = [vote.liveProbability.lowerBound, vote.liveProbability.upperBound]
    return JSONText.object([
      (key: "sequence", value: JSONText.string(sequence.path)),
      (key: "decision", value: JSONText.string(vote.decision.rawValue)),
      (key: "live_probability_range", value: JSONText.array(ends.map { JSONText.number($0) })),
      (key: "frames", value: JSONText.number(Double(vote.frames))),
      (key: "rule", value: JSONText.string(vote.rule.description)),
    ])
  }

  /// The object for one outcome.
  static func line(_ outcome: SilentOutcome) -> String {
    let image = (key: "image", value: JSONText.string(outcome.path))
    switch outcome.verdict {
    case .unreadable(let failure):
      return JSONText.object([image, (key: "error", value: DetectionLines.object(failure))])
    case .judged(let result, let frame, let reading):
      return JSONText.object([
        image,
        (key: "decision", value: JSONText.string(outcome.word.rawValue)),
        (key: "live_probability", value: JSONText.number(result.liveProbability)),
        (key: "reasons", value: JSONText.array(outcome.codes.map(JSONText.string))),
        (key: "face", value: face(result.face)),
        (key: "models", value: JSONText.array(result.opinions.map(object))),
        (key: "cues", value: JSONText.array(SilentText.cues(result, frame).map(object))),
        (key: "milliseconds", value: milliseconds(result.timings, reading: reading)),
      ])
    }
  }

  private static func face(_ box: FaceBox?) -> String {
    box.map { JSONText.object([(key: "box", value: edges($0))]) } ?? "null"
  }

  private static func edges(_ box: FaceBox) -> String {
    JSONText.array(
      [box.x, box.y, box.width, box.height].map { JSONText.number($0, decimals: 3) })
  }

  private static func object(_ opinion: SilentFaceOpinion) -> String {
    func numbers(_ values: [Float]?) -> String {
      values.map { JSONText.array($0.map { JSONText.number(Double($0)) }) } ?? "null"
    }
    return JSONText.object([
      (key: "name", value: JSONText.string(opinion.model)),
      (key: "scale", value: JSONText.number(opinion.scale)),
      (key: "effective_scale", value: JSONText.number(opinion.effectiveScale)),
      (key: "crop_box", value: edges(opinion.cropBox)),
      (key: "is_applicable", value: opinion.finding == nil ? "false" : "true"),
      (key: "classes", value: JSONText.array(opinion.classes.map(JSONText.string))),
      (key: "probabilities", value: numbers(opinion.finding?.probabilities)),
      (key: "logits", value: numbers(opinion.finding?.logits)),
    ])
  }

  private static func object(_ cue: SilentCue) -> String {
    let reference = [cue.reference.lowerBound, cue.reference.upperBound]
    return JSONText.object([
      (key: "cue", value: JSONText.string(cue.kind.rawValue)),
      (key: "value", value: JSONText.number(cue.value, decimals: 4)),
      (key: "reference", value: JSONText.array(reference.map { JSONText.number($0) })),
      (key: "is_unusual", value: cue.isUnusual ? "true" : "false"),
    ])
  }

  private static func milliseconds(_ timings: StageTimings, reading: Double) -> String {
    let stages = [StageTimings.Entry(stage: "reading", milliseconds: reading)] + timings.entries
    return JSONText.object(
      stages.map { (key: $0.stage, value: JSONText.number($0.milliseconds, decimals: 3)) })
  }
}
