/// A value that does not fit where it stands in a JSON document.
public struct JSONMismatch: Error, Sendable, Hashable {
  /// Where, from the root of the document: `inputs[0].height`.
  public let path: String
  /// What belongs there.
  public let expected: String
  /// What stands there; `nothing` where the member is missing.
  public let found: String

  /// Makes an error from its parts.
  public init(path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }
}

/// The members of a JSON object, asked for by name and kind.
///
/// What is missing or of another kind is thrown as the `Failure` of the document: a model card's
/// fields throw ``CheckpointError``.
public struct JSONFields<Failure: Error>: Sendable {
  /// Where the object stands, from the root of the document; empty at the root.
  public let path: String
  /// The members.
  public let members: JSONObject
  private let failure: @Sendable (JSONMismatch) -> Failure

  /// Makes a reader over an object.
  ///
  /// - Parameters:
  ///   - members: The members.
  ///   - path: Where the object stands in its document.
  ///   - failure: Makes the document's error.
  public init(
    _ members: JSONObject, path: String = "",
    failure: @escaping @Sendable (JSONMismatch) -> Failure
  ) {
    self.members = members
    self.path = path
    self.failure = failure
  }

  /// Whether there is a member of the given name.
  public func contains(_ name: String) -> Bool { members[name] != nil }

  /// The member, whatever it is.
  public func value(_ name: String) throws(Failure) -> JSONValue {
    guard let value = members[name] else {
      throw mismatch(name, expected: "a value", found: "nothing")
    }
    return value
  }

  /// The member as a string.
  public func string(_ name: String) throws(Failure) -> String {
    guard case .string(let string) = members[name] else { throw mismatch(name, "a string") }
    return string
  }

  /// The member as a string that is one of the given ones.
  public func string(_ name: String, in choices: [String]) throws(Failure) -> String {
    let string = try string(name)
    guard choices.contains(string) else {
      throw mismatch(
        name, expected: choices.map { "\"\($0)\"" }.joined(separator: " or "),
        found: "\"\(string)\"")
    }
    return string
  }

  /// The member as the case of a type that it spells.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String
  ) throws(Failure) -> Choice {
    let string = try string(name, in: Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: string) else {
      throw mismatch(name, expected: "a choice", found: "\"\(string)\"")
    }
    return choice
  }

  /// Throws where the member is not exactly this string.
  public func require(_ name: String, is string: String) throws(Failure) {
    _ = try self.string(name, in: [string])
  }

  /// The member as `true` or `false`.
  public func boolean(_ name: String) throws(Failure) -> Bool {
    guard case .boolean(let boolean) = members[name] else { throw mismatch(name, "a boolean") }
    return boolean
  }

  /// The member as a number.
  public func number(_ name: String) throws(Failure) -> Double {
    guard case .number(let number) = members[name] else { throw mismatch(name, "a number") }
    return number.value
  }

  /// The member as a number within a range.
  public func number(_ name: String, in range: ClosedRange<Double>) throws(Failure) -> Double {
    let number = try number(name)
    guard range.contains(number) else {
      throw mismatch(
        name, expected: "a number from \(range.lowerBound) to \(range.upperBound)",
        found: "\(number)")
    }
    return number
  }

  /// The member as a number that is written as an integer, within a range.
  public func integer(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int {
    let expected = "an integer from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number) = members[name] else { throw mismatch(name, expected) }
    guard let integer = number.integer, range.contains(integer) else {
      throw mismatch(
        name, expected: expected, found: number.integer.map(String.init) ?? "\(number.value)")
    }
    return integer
  }

  /// The member as an array, whatever its elements are.
  public func array(_ name: String) throws(Failure) -> [JSONValue] {
    guard case .array(let elements) = members[name] else { throw mismatch(name, "an array") }
    return elements
  }

  /// The member as an array of strings.
  public func strings(_ name: String) throws(Failure) -> [String] {
    try elements(name, "a string") { if case .string(let string) = $0 { string } else { nil } }
  }

  /// The member as an array of numbers.
  public func numbers(_ name: String) throws(Failure) -> [Double] {
    try elements(name, "a number") {
      if case .number(let number) = $0 { number.value } else { nil }
    }
  }

  /// The member as an array of numbers that are written as integers, each within a range.
  public func integers(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> [Int] {
    try elements(name, "an integer from \(range.lowerBound) to \(range.upperBound)") {
      guard case .number(let number) = $0, let integer = number.integer else { return nil }
      return range.contains(integer) ? integer : nil
    }
  }

  /// The member as an object.
  public func object(_ name: String) throws(Failure) -> JSONFields {
    guard case .object(let members) = members[name] else { throw mismatch(name, "an object") }
    return JSONFields(members, path: place(of: name), failure: failure)
  }

  /// The member as an array of objects.
  public func objects(_ name: String) throws(Failure) -> [JSONFields] {
    var index = -1
    return try elements(name, "an object") {
      index += 1
      guard case .object(let members) = $0 else { return nil }
      return JSONFields(members, path: "\(place(of: name))[\(index)]", failure: failure)
    }
  }

  /// Throws where there is a member with a name that is not among the given ones.
  public func refuseUnknown(besides names: [String]) throws(Failure) {
    for member in members.members where !names.contains(member.name) {
      throw mismatch(
        member.name, expected: "only \(names.joined(separator: ", "))", found: "this member")
    }
  }

  /// The error of a member that is present but not as it should be.
  public func mismatch(_ name: String, expected: String, found: String) -> Failure {
    failure(JSONMismatch(path: place(of: name), expected: expected, found: found))
  }

  private func mismatch(_ name: String, _ expected: String) -> Failure {
    mismatch(name, expected: expected, found: members[name]?.kind ?? "nothing")
  }

  private func place(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func elements<Element>(
    _ name: String, _ expected: String, _ convert: (JSONValue) -> Element?
  ) throws(Failure) -> [Element] {
    var elements: [Element] = []
    for (index, value) in try array(name).enumerated() {
      guard let element = convert(value) else {
        throw mismatch("\(name)[\(index)]", expected: expected, found: value.kind)
      }
      elements.append(element)
    }
    return elements
  }
}
