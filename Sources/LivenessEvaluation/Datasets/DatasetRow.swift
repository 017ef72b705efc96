import Liveness
import LivenessMedia

/// One row of a data set as it is written: texts by column.
struct DatasetRow {
  private var texts = [String](repeating: "", count: DatasetColumn.allCases.count)
  let file: String
  let line: Int

  init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  subscript(column: DatasetColumn) -> String {
    get { texts[Self.positions[column] ?? 0] }
    set { texts[Self.positions[column] ?? 0] = newValue }
  }

  private static let positions = Dictionary(
    uniqueKeysWithValues: DatasetColumn.allCases.enumerated().map { ($1, $0) })

  /// The presentation; one with neither a score nor a reason has not been judged yet.
  func presentation(labels: LabelMode?) throws(DatasetError) -> Presentation {
    let capture = self[.capture]
    return Presentation(
      id: capture.isEmpty ? "line \(line)" : capture, label: try label(labels),
      response: try response(), species: self[.species], level: self[.level],
      material: self[.material], illumination: self[.illumination], subject: self[.subject],
      camera: self[.camera], group: self[.group], split: self[.split], matched: try matched(),
      unit: try unit())
  }

  private func label(_ labels: LabelMode?) throws(DatasetError) -> Presentation.Label {
    let text = self[.label]
    if let label = Presentation.Label(rawValue: text) { return label }
    if let number = Int(text), number == 0 || number == 1 {
      guard let labels else {
        throw failure(
          "label: expected \"bona-fide\" or \"attack\", found \(text); "
            + "say which number is live to use numbers")
      }
      return number == labels.rawValue ? .bonaFide : .attack
    }
    let hint = Spelling.nearest(to: text, among: Presentation.Label.allCases.map(\.rawValue))
    throw failure(
      "label: expected \"bona-fide\" or \"attack\", found "
        + (text.isEmpty ? "nothing" : "\"\(text)\"")
        + (hint.map { "; did you mean \"\($0)\"?" } ?? ""))
  }

  private func response() throws(DatasetError) -> Presentation.Response {
    let (score, reason) = (self[.score], self[.reason])
    if !reason.isEmpty { return .none(reason: reason) }
    if score.isEmpty {
      guard !self[.capture].isEmpty else {
        throw failure("expected a capture, a score or a reason, found none")
      }
      return .notJudged
    }
    guard let value = Double(score), value.isFinite, !score.utf8.contains(UInt8(ascii: "x")),
      !score.utf8.contains(UInt8(ascii: "X"))
    else { throw failure("score: expected a finite number, found \"\(score)\"") }
    return .score(value)
  }

  private func matched() throws(DatasetError) -> Bool? {
    let text = self[.matched]
    if text.isEmpty { return nil }
    guard let matched = Bool(text) else {
      throw failure("matched: expected true or false, found \"\(text)\"")
    }
    return matched
  }

  private func unit() throws(DatasetError) -> Presentation.Unit? {
    let text = self[.unit]
    if text.isEmpty { return nil }
    guard let unit = Presentation.Unit(rawValue: text) else {
      throw failure("unit: expected frame or presentation, found \"\(text)\"")
    }
    return unit
  }

  func failure(_ message: String) -> DatasetError {
    DatasetError(file: file, line: line, message: message)
  }
}
