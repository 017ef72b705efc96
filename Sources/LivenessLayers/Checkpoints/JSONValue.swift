/// A JSON value as RFC 8259 defines it; objects keep the order of their members.
public enum JSONValue: Sendable, Hashable {
  /// The literal `null`.
  case null
  /// The literals `true` and `false`.
  case boolean(Bool)
  /// A number.
  case number(JSONNumber)
  /// A string, with its escapes resolved.
  case string(String)
  /// A list of values.
  case array([JSONValue])
  /// Named values.
  case object(JSONObject)

  /// What kind of value this is, as an error message says it: `a number`.
  public var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A JSON number: always as a `Double`, and exactly where it is written as an integer.
public struct JSONNumber: Sendable, Hashable {
  /// The nearest `Double`; finite.
  public let value: Double
  /// The integer, where the number is written without fraction and exponent and fits in `Int`.
  public let integer: Int?
}

/// The members of a JSON object in the order of the file; names are unique.
public struct JSONObject: Sendable, Hashable {
  /// A name and its value.
  public struct Member: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: JSONValue
  }

  /// The members in the order of the file.
  public private(set) var members: [Member] = []
  private var positions: [String: Int] = [:]

  init() {}

  /// The names in the order of the file.
  public var names: [String] { members.map(\.name) }

  /// The value of the given name, if there is one.
  public subscript(name: String) -> JSONValue? {
    positions[name].map { members[$0].value }
  }

  /// Adds a member at the end; `false`, and nothing added, where the name is taken.
  mutating func append(_ name: String, _ value: JSONValue) -> Bool {
    guard positions[name] == nil else { return false }
    positions[name] = members.count
    members.append(Member(name: name, value: value))
    return true
  }
}
