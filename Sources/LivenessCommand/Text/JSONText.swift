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
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }

  /// A number rounded to so many decimals.
  static func number(_ value: Double, decimals: Int) -> String {
    let unit = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let scaled = value * unit
    return number(abs(scaled) < 1e15 ? scaled.rounded() / unit : value)
  }

  /// An array of values that are JSON already.
  static func array(_ values: [String]) -> String {
    "[" + values.joined(separator: ",") + "]"
  }

  /// An object of values that are JSON already.
  static func object(_ members: [(key: String, value: String)]) -> String {
    "{" + members.map { string($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
  }

  /// A Swift name as a JSON key: `keyPoints` becomes `key_points`.
  static func key(_ name: String) -> String {
    var key = ""
    for character in name {
      if character.isUppercase { key += "_" }
      key += character.lowercased()
    }
    return key
  }
}
