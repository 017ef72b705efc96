import LivenessLayers

/// Writes JSON, compact and with the keys in the order given.
enum JSONText {
  /// A string with its quotes.
  static func string(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// A number in its shortest form; `null` for none and for what JSON cannot say.
  static func number(_ value: Double?) -> String { text(.number(value)) }

  /// A number rounded to so many decimals; `null` for what JSON cannot say.
  static func number(_ value: Double, decimals: Int) -> String {
    text(.number(value, decimals: decimals))
  }

  /// Any value.
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let number): number.integer.map(String.init) ?? number.value.description
    case .string(let text): string(text)
    case .array(let values): array(values.map(text))
    case .object(let value): object(value.members.map { ($0.name, text($0.value)) })
    }
  }

  /// An array of values that are JSON already.
  static func array(_ values: [String]) -> String {
    "[" + values.joined(separator: ",") + "]"
  }

  /// An object of values that are JSON already.
  static func object(_ members: [(key: String, value: String)]) -> String {
    "{" + members.map { string($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
  }
}
