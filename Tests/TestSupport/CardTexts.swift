public import LivenessLayers

/// Parts of a model's card as tests write them down.
public enum CardTexts {
  /// The members of an object in JSON, which stands at `path` of its card.
  public static func fields(_ text: String, path: String = "") throws -> CardFields {
    guard case .object(let members) = try JSONValue(parsing: text) else {
      throw JSONMismatch(path: path, expected: "an object", found: text)
    }
    return CardFields(members, path: path) {
      .card(path: $0.path, expected: $0.expected, found: $0.found)
    }
  }
}
