import LivenessLayers

/// Lays a model's card out as text: names with their values, lists, and tables where the members of
/// an object are alike.
struct CardText {
  /// Columns that the text may take.
  let columns: Int
  /// How headings look.
  let style: TerminalStyle

  /// One section for each member that is a list or an object, after one with all the others.
  func sections(_ card: JSONObject, besides shown: [String]) -> [String] {
    let members = card.members.filter { !shown.contains($0.name) }
    let plain = members.filter { CardText.isPlain($0.value) }
    let sections = members.filter { !CardText.isPlain($0.value) }.map { member in
      ([heading(member.name)] + lines(member.value, indent: 2)).joined(separator: "\n")
    }
    return (plain.isEmpty ? [] : [entries(plain, indent: 0).joined(separator: "\n")]) + sections
  }

  /// The name of a section.
  func heading(_ name: String) -> String { style(PlainText.visible(CardText.words(name)), .bold) }

  private func lines(_ value: JSONValue, indent: Int) -> [String] {
    switch value {
    case .object(let object):
      if let rows = CardText.rows(of: object), let table = table(rows, indent: indent) {
        return table
      }
      let lines = entries(object.members, indent: indent)
      return lines.isEmpty ? wrapped("none", indent: indent) : lines
    case .array(let elements):
      if let line = CardText.line(of: elements) { return wrapped(line, indent: indent) }
      return elements.flatMap { element in
        bulleted(lines(element, indent: indent + 2), indent: indent)
      }
    default:
      return wrapped(CardText.word(value), indent: indent)
    }
  }

  /// Names on the left, values on the right; what does not fit on a line stands below its name.
  private func entries(_ members: [JSONObject.Member], indent: Int) -> [String] {
    let names = members.map { PlainText.visible(CardText.words($0.name)) }
    let width = min(28, names.map(PlainText.columns).max() ?? 0)
    let space = String(repeating: " ", count: indent)
    return zip(members, names).flatMap { member, name in
      let label = PlainText.padded(name, to: width)
      if case .array(let elements) = member.value, let line = CardText.line(of: elements) {
        return hanging(label, line, indent: indent)
      }
      guard CardText.isPlain(member.value) else {
        return [space + style(name, .dim)] + lines(member.value, indent: indent + 2)
      }
      return hanging(label, CardText.word(member.value), indent: indent)
    }
  }

  private func hanging(_ label: String, _ text: String, indent: Int) -> [String] {
    let depth = indent + PlainText.columns(label) + 2
    var lines = wrapped(text, indent: depth)
    let space = String(repeating: " ", count: indent)
    lines[0] = space + style(label, .dim) + "  " + lines[0].drop { $0 == " " }
    return lines
  }

  private func bulleted(_ lines: [String], indent: Int) -> [String] {
    guard let first = lines.first else { return [] }
    let space = String(repeating: " ", count: indent)
    return [space + "· " + first.drop { $0 == " " }] + lines.dropFirst()
  }

  /// The rows as lines; `nil` where they are too long.
  private func table(_ rows: [[String]], indent: Int) -> [String]? {
    let widths = rows[0].indices.map { column in
      rows.map { PlainText.columns($0[column]) }.max() ?? 0
    }
    guard indent + widths.reduce(0, +) + 2 * widths.count - 2 <= columns else { return nil }
    let space = String(repeating: " ", count: indent)
    return rows.enumerated().map { index, row in
      let cells = row.indices.map { column in
        PlainText.padded(row[column], to: widths[column], right: column > 0)
      }
      let line = cells.joined(separator: "  ")
      return space + (index == 0 ? style(line, .dim) : line)
    }
  }

  /// A text broken between words, every line indented.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    PlainText.wrapped(text, columns: columns, indent: indent)
  }
}

extension CardText {
  /// The value is one word or sentence.
  private static func isPlain(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object): rate(object) != nil
    case .array: false
    default: true
    }
  }

  /// An error rate with its counts and 95 % interval, as one word: `1.78 % (69 of 3872; 1.39–2.25 %)`.
  private static func rate(_ object: JSONObject) -> String? {
    guard object.names.sorted() == ["errors", "interval_95", "presentations", "rate"],
      case .number(let errors) = object["errors"], case .number(let rate) = object["rate"],
      case .number(let presentations) = object["presentations"],
      case .array(let interval) = object["interval_95"]
    else { return nil }
    let ends = interval.compactMap { end -> String? in
      guard case .number(let end) = end else { return nil }
      return NumberText.fixed(100 * end.value, decimals: 2)
    }
    let share = NumberText.fixed(100 * rate.value, decimals: 2)
    let counts = "\(word(.number(errors))) of \(word(.number(presentations)))"
    return "\(share) % (\(counts); \(ends.joined(separator: "–")) %)"
  }

  /// A value that is one word or sentence.
  private static func word(_ value: JSONValue) -> String {
    switch value {
    case .null: NumberText.none
    case .boolean(let boolean): boolean ? "yes" : "no"
    case .number(let number): number.integer.map(String.init) ?? JSONText.number(number.value)
    case .string(let string): PlainText.visible(string)
    case .array(let elements): line(of: elements) ?? NumberText.none
    case .object(let object): rate(object) ?? NumberText.none
    }
  }

  /// A list of words on one line; `nil` where an element is a sentence or more.
  private static func line(of elements: [JSONValue]) -> String? {
    guard elements.allSatisfy(isPlain) else { return nil }
    let words = elements.map(word)
    guard !words.contains(where: { $0.contains(" ") }) || words.count == 1 else { return nil }
    return words.isEmpty ? "none" : words.joined(separator: ", ")
  }

  /// A header and a row for each member; `nil` where the members are not objects of single values.
  private static func rows(of object: JSONObject) -> [[String]]? {
    guard object.members.count > 1 else { return nil }
    var names: [String] = []
    for member in object.members {
      guard case .object(let fields) = member.value, rate(fields) == nil else { return nil }
      for field in fields.members {
        guard isCell(field.value) else { return nil }
        if !names.contains(field.name) { names.append(field.name) }
      }
    }
    let rows = object.members.map { member -> [String] in
      guard case .object(let fields) = member.value else { return [] }
      return [PlainText.visible(words(member.name))]
        + names.map { fields[$0].map(word) ?? NumberText.none }
    }
    return [[""] + names.map { PlainText.visible(words($0)) }] + rows
  }

  private static func isCell(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object): rate(object) != nil
    case .array(let elements): elements.allSatisfy(isPlain) && elements.count <= 2
    case .string(let string): string.count <= 24
    default: true
    }
  }

  /// A key as words: `hole_value` becomes `hole value`.
  private static func words(_ key: String) -> String {
    String(key.map { $0 == "_" ? " " : $0 })
  }
}
