extension JSONValue {
  /// Reads one JSON value from UTF-8 text, strictly as RFC 8259 has it.
  ///
  /// Members of the same name (compared as Swift compares strings) are refused, as are halves of
  /// surrogate pairs, numbers beyond `Double` and a byte order mark. The time is linear in the bytes.
  ///
  /// - Parameters:
  ///   - text: The bytes.
  ///   - limits: How much is read before it is refused.
  /// - Throws: `JSONError` with the offset of the first thing that is wrong.
  public init(parsing text: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    guard text.count <= limits.bytes else {
      throw JSONError(problem: .tooManyBytes(limit: limits.bytes), offset: limits.bytes)
    }
    do {
      _ = try UTF8Span(validating: text.span)
    } catch {
      throw JSONError(problem: .invalidEncoding, offset: error.byteOffsets.lowerBound)
    }
    var reader = JSONReader(text: text, limits: limits)
    self = try reader.document()
  }

  /// Reads one JSON value from a string, under the same rules.
  public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

/// A recursive-descent reader over text that is known to be UTF-8.
private struct JSONReader {
  let text: [UInt8]
  let limits: JSONLimits
  var offset = 0
  var depth = 0
  var valueCount = 0

  init(text: [UInt8], limits: JSONLimits) {
    self.text = text
    self.limits = limits
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value()
    skipSpace()
    if offset < text.count { throw unexpected("the end") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    valueCount += 1
    guard valueCount <= limits.values else {
      throw error(.tooManyValues(limit: limits.values))
    }
    guard let byte = peek else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string(limit: limits.bytes))
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    try enter()
    var object = JSONObject()
    if !skip(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        let start = offset
        guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
        let name = try string(limit: limits.tokenBytes)
        guard skip(UInt8(ascii: ":")) else { throw unexpected("':'") }
        guard object.append(name, try value()) else {
          throw JSONError(problem: .duplicateName(name), offset: start)
        }
      } while skip(UInt8(ascii: ","))
      guard skip(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    }
    depth -= 1
    return object
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    try enter()
    var elements: [JSONValue] = []
    if !skip(UInt8(ascii: "]")) {
      repeat { elements.append(try value()) } while skip(UInt8(ascii: ","))
      guard skip(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    }
    depth -= 1
    return elements
  }

  /// Steps over the opening bracket.
  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    offset += 1
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in word.description.utf8 {
      guard peek == byte else { throw unexpected("'\(word)'") }
      offset += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> JSONNumber {
    let start = offset
    var isInteger = true
    if peek == UInt8(ascii: "-") { offset += 1 }
    if peek == UInt8(ascii: "0") { offset += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      isInteger = false
      offset += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      offset += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    guard offset - start <= limits.tokenBytes else {
      throw JSONError(problem: .tooLong(limit: limits.tokenBytes), offset: start)
    }
    let written = String(decoding: text[start..<offset], as: UTF8.self)
    guard let value = Double(written), value.isFinite else {
      throw JSONError(problem: .numberOutOfRange, offset: start)
    }
    return JSONNumber(value: value, integer: isInteger ? Int(written) : nil)
  }

  /// One digit or more.
  private mutating func digits() throws(JSONError) {
    guard isDigit else { throw unexpected("a digit") }
    while isDigit { offset += 1 }
  }

  private var isDigit: Bool {
    peek.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private mutating func string(limit: Int) throws(JSONError) -> String {
    let start = offset
    offset += 1
    var bytes: [UInt8] = []
    while let byte = peek {
      guard offset - start <= limit else {
        throw JSONError(problem: .tooLong(limit: limit), offset: start)
      }
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw unexpected("no control character in a string")
      default:
        bytes.append(byte)
        offset += 1
      }
    }
    throw unexpected("'\"'")
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    offset += 1
    guard let byte = peek else { throw unexpected("an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw JSONError(problem: .invalidEscape, offset: start)
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let unit = try hexadecimal(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, peek == UInt8(ascii: "\\"), offset + 1 < text.count,
      text[offset + 1] == UInt8(ascii: "u")
    else { throw JSONError(problem: .loneSurrogate, offset: start) }
    offset += 2
    let low = try hexadecimal(from: start)
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSONError(problem: .loneSurrogate, offset: start) }
    return scalar
  }

  private mutating func hexadecimal(from start: Int) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw JSONError(problem: .invalidEscape, offset: start)
      }
      unit = unit << 4 + UInt32(digit)
      offset += 1
    }
    return unit
  }

  private var peek: UInt8? { offset < text.count ? text[offset] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  /// Steps over space and then the byte, if it stands there.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  private func unexpected(_ expected: String) -> JSONError {
    error(
      peek.map { .unexpectedByte($0, expected: expected) } ?? .unexpectedEnd(expected: expected))
  }

  private func error(_ problem: JSONError.Problem) -> JSONError {
    JSONError(problem: problem, offset: offset)
  }
}
