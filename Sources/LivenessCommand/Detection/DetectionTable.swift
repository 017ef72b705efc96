import Liveness

/// Writes outcomes as a table for people, row by row, with the count of each kind at its end.
final class DetectionTable: DetectionOutput {
  private let file: OutputFile
  private let style: TerminalStyle
  private let columns: Int?
  private var captureWidth = 0

  /// Chooses the file and how the table looks on it; long paths are shortened to the terminal's
  /// columns where there are such.
  init(file: OutputFile, style: TerminalStyle, columns: Int?) {
    self.file = file
    self.style = style
    self.columns = columns
  }

  func start(paths: [String]) throws {
    captureWidth = DetectionTable.captureWidth(paths: paths, columns: columns)
    try file.write(style(DetectionTable.header(captureWidth: captureWidth), .dim) + "\n")
  }

  func record(_ outcome: CaptureOutcome) throws {
    let row = DetectionTable.row(outcome, captureWidth: captureWidth, style: style)
    try file.write(row + "\n")
  }

  func finish(_ tally: DetectionTally) throws {
    try file.write("\n" + tally.sentence + "\n")
  }

  private static let decisionWidth = 12
  private static let probabilityWidth = 8
  private static let timeWidth = 9
  private static let gap = "  "

  /// The columns of the first column: those of the longest path, as far as the terminal reaches.
  static func captureWidth(paths: [String], columns: Int?) -> Int {
    let longest = paths.map { PlainText.columns(PlainText.visible($0)) }.max() ?? 0
    let others = decisionWidth + probabilityWidth + timeWidth + 4 * gap.count + 12
    let room = max(20, (columns ?? .max) - others)
    return max("CAPTURE".count, min(longest, room))
  }

  /// The names of the columns.
  static func header(captureWidth: Int) -> String {
    [
      PlainText.padded("CAPTURE", to: captureWidth),
      PlainText.padded("DECISION", to: decisionWidth),
      PlainText.padded("P(LIVE)", to: probabilityWidth, right: true),
      PlainText.padded("TIME", to: timeWidth, right: true),
      "REASONS",
    ].joined(separator: gap)
  }

  /// One row.
  static func row(_ outcome: CaptureOutcome, captureWidth: Int, style: TerminalStyle) -> String {
    let face = outcome.face.map { " #\($0)" } ?? ""
    let path =
      PlainText.shortened(PlainText.visible(outcome.path), to: captureWidth - face.count) + face
    let reasons = outcome.codes.joined(separator: ", ")
    let cells = [
      PlainText.padded(path, to: captureWidth),
      style(PlainText.padded(outcome.word.rawValue, to: decisionWidth), outcome.word.emphasis),
      PlainText.padded(
        NumberText.probability(outcome.liveProbability), to: probabilityWidth, right: true),
      PlainText.padded(time(outcome), to: timeWidth, right: true),
    ]
    let carrier = outcome.explanation.map { [ExplanationText.phrase($0.carrier)] } ?? []
    let notes = (outcome.outliers.map(InputText.sentence) + carrier).map {
      style("(\($0))", .dim)
    }
    return (cells + (reasons.isEmpty ? [] : [reasons]) + notes).joined(separator: gap)
  }

  private static func time(_ outcome: CaptureOutcome) -> String {
    guard case .judged(let result, _, let reading) = outcome.verdict else { return NumberText.none }
    return NumberText.fixed(result.timings.total + reading, decimals: 1) + " ms"
  }
}
