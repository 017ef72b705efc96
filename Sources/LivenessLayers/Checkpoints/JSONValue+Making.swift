extension JSONValue {
  /// A number; `null` for none and for what JSON cannot say.
  package static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    let isInteger = value == value.rounded() && abs(value) < 1e15
    return .number(JSONNumber(value: value, integer: isInteger ? Int(value) : nil))
  }

  /// A number rounded to so many decimals; `null` for none and for what JSON cannot say.
  package static func number(_ value: Double?, decimals: Int) -> JSONValue {
    let unit = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    return number(value.map { abs($0 * unit) < 1e15 ? ($0 * unit).rounded() / unit : $0 })
  }

  /// An object of members in the order given; of two with one name the first counts.
  package static func object(_ members: [(name: String, value: JSONValue)]) -> JSONValue {
    .object(
      members.reduce(into: JSONObject()) { object, member in
        _ = object.append(member.name, member.value)
      })
  }
}

extension String {
  /// A Swift name as a JSON name: `keyPoints` becomes `key_points`.
  package var snakeCased: String {
    reduce(into: "") { name, character in
      if character.isUppercase { name += "_" }
      name += character.lowercased()
    }
  }
}
