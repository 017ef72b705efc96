/// Why bytes are not the JSON that is accepted here, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// The text ends within a value.
    case unexpectedEnd(expected: String)
    /// A byte stands where something else must.
    case unexpectedByte(UInt8, expected: String)
    /// The bytes are not UTF-8.
    case invalidEncoding
    /// A backslash is followed by something that is no escape.
    case invalidEscape
    /// A `\u` escape is one half of a surrogate pair without the other.
    case loneSurrogate
    /// A number is larger than a `Double` can be.
    case numberOutOfRange
    /// An object has two members of the same name.
    case duplicateName(String)
    /// Values are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// There are more bytes than the limit.
    case tooManyBytes(limit: Int)
    /// There are more values than the limit.
    case tooManyValues(limit: Int)
    /// A member name or a number has more bytes than the limit.
    case tooLong(limit: Int)
  }

  /// What is wrong.
  public let problem: Problem
  /// The offset in bytes from the start of the text at which it was noticed.
  public let offset: Int

  /// Makes an error from its parts.
  public init(problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSONError.Problem: CustomStringConvertible {
  /// The problem without its place.
  public var description: String {
    switch self {
    case .unexpectedEnd(let expected): "expected \(expected), found the end"
    case .unexpectedByte(let byte, let expected): "expected \(expected), found \(Self.name(byte))"
    case .invalidEncoding: "invalid UTF-8"
    case .invalidEscape: "invalid escape"
    case .loneSurrogate: "half of a surrogate pair"
    case .numberOutOfRange: "a number that is out of range"
    case .duplicateName(let name): "a second member named \"\(name)\""
    case .tooDeep(let limit): "more than \(limit) levels of nesting"
    case .tooManyBytes(let limit): "more than \(limit) bytes"
    case .tooManyValues(let limit): "more than \(limit) values"
    case .tooLong(let limit): "a name or number of more than \(limit) bytes"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    (0x20..<0x7F).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16, uppercase: true))"
  }
}
