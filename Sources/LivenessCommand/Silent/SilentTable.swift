import Liveness
import LivenessFaces

/// Writes outcomes for people: a line for each image, and one below it for each model.
final class SilentTable: SilentOutput {
  private let file: OutputFile
  private let style: TerminalStyle
  private var hasSequences = false

  /// Chooses the file and how the table looks on it.
  init(file: OutputFile, style: TerminalStyle) {
    self.file = file
    self.style = style
  }

  func start(paths: [String]) {}

  func record(_ outcome: SilentOutcome) throws {
    try file.write(SilentTable.text(outcome, style: style))
  }

  func record(_ sequence: SilentSequence) throws {
    hasSequences = true
    let vote = sequence.vote
    let word = OutcomeWord(vote.decision)
    let range = [vote.liveProbability.lowerBound, vote.liveProbability.upperBound]
      .map { NumberText.probability($0) }
    try file.write(
      style(PlainText.padded(word.rawValue, to: 12), word.emphasis)
        + "  p(live) \(range[0]) to \(range[1])  \(PlainText.visible(sequence.path)), "
        + "\(vote.rule) of \(NumberText.count(vote.frames, "frame"))\n\n")
  }

  func finish(_ tally: DetectionTally) throws {
    try file.write("\n" + tally.sentence(of: hasSequences ? "sequence" : "image") + "\n")
  }

  /// The lines for one outcome.
  static func text(_ outcome: SilentOutcome, style: TerminalStyle) -> String {
    var cells = [
      style(PlainText.padded(outcome.word.rawValue, to: 12), outcome.word.emphasis),
      PlainText.padded(NumberText.probability(outcome.liveProbability), to: 8, right: true),
      PlainText.visible(outcome.path),
    ]
    if !outcome.codes.isEmpty { cells.append(outcome.codes.joined(separator: ", ")) }
    let first = cells.joined(separator: "  ") + "\n"
    guard case .judged(let result, _, _) = outcome.verdict else { return first }
    let width = result.opinions.map { PlainText.columns($0.model) }.max() ?? 0
    return result.opinions.reduce(first) {
      $0 + "  " + SilentTable.line($1, nameWidth: width, style: style) + "\n"
    }
  }

  private static func line(
    _ opinion: SilentFaceOpinion, nameWidth: Int, style: TerminalStyle
  ) -> String {
    let name = PlainText.padded(PlainText.visible(opinion.model), to: nameWidth)
    return "\(name)  \(SilentText.scale(opinion))  \(SilentText.crop(opinion))  "
      + SilentText.finding(opinion)
  }
}

/// What a model saw and found, in words.
enum SilentText {
  /// `× 2.70`, or `× 2.70 as 2.15` where the frame does not hold the scale.
  static func scale(_ opinion: SilentFaceOpinion) -> String {
    let requested = "× " + NumberText.fixed(opinion.scale, decimals: 2)
    guard opinion.effectiveScale < opinion.scale else { return requested }
    return requested + " as " + NumberText.fixed(opinion.effectiveScale, decimals: 2)
  }

  /// `crop 480 × 485 at 0, 6`.
  static func crop(_ opinion: SilentFaceOpinion) -> String {
    let box = opinion.cropBox
    return "crop \(Int(box.width)) × \(Int(box.height)) at \(Int(box.x)), \(Int(box.y))"
  }

  /// `spoof 0.0837  live 0.0013  spoof 0.9150: spoof`, or that the model does not apply.
  static func finding(_ opinion: SilentFaceOpinion) -> String {
    guard let finding = opinion.finding else {
      return "does not apply: the frame does not hold its scale"
    }
    let parts = zip(opinion.classes, finding.probabilities).map {
      "\(PlainText.visible($0)) \(NumberText.probability(Double($1)))"
    }
    let vote = opinion.label.map { opinion.classes[$0] } ?? "no vote"
    return parts.joined(separator: "  ") + ": " + PlainText.visible(vote)
  }
}
