/// A reader of the few Python literals that an NPY header is made of; nothing is evaluated.
struct PythonLiteral {
  enum Value: Hashable {
    case string(String)
    case boolean(Bool)
    case integer(Int)
    case list([Value])
  }

  private let bytes: ArraySlice<UInt8>
  private let file: String
  private var offset: Int
  private var depth = 0

  init(_ bytes: ArraySlice<UInt8>, file: String) {
    self.bytes = bytes
    self.file = file
    offset = bytes.startIndex
  }

  /// The one dictionary that the text consists of, whose keys are strings and come once.
  mutating func dictionary() throws(CaptureError) -> [String: Value] {
    var entries: [String: Value] = [:]
    try expect("{")
    while !skip("}") {
      let start = offset
      let key = try string()
      try expect(":")
      guard entries.updateValue(try value(), forKey: key) == nil else {
        throw .malformed(
          "expected each key once, found '\(key)' again at byte \(start)", file: file)
      }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard offset == bytes.endIndex else { throw unexpected("the end of the header") }
    return entries
  }

  private mutating func value() throws(CaptureError) -> Value {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "("): return .list(try list(from: "(", to: ")"))
    case UInt8(ascii: "["): return .list(try list(from: "[", to: "]"))
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .integer(try integer())
    default:
      if skip("True") { return .boolean(true) }
      if skip("False") { return .boolean(false) }
      throw unexpected("a value")
    }
  }

  private mutating func list(
    from opening: String, to closing: String
  ) throws(CaptureError) -> [Value] {
    try expect(opening)
    depth += 1
    guard depth <= Self.deepest else { throw unexpected("at most \(Self.deepest) brackets") }
    var values: [Value] = []
    while !skip(closing) {
      values.append(try value())
      if !skip(",") {
        try expect(closing)
        break
      }
    }
    depth -= 1
    return values
  }

  private static let deepest = 8

  private mutating func string() throws(CaptureError) -> String {
    skipBlanks()
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("a string")
    }
    let start = offset + 1
    var end = start
    while end < bytes.endIndex, bytes[end] != quote, bytes[end] != UInt8(ascii: "\\") { end += 1 }
    guard end < bytes.endIndex, bytes[end] == quote else { throw unexpected("a whole string") }
    offset = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func integer() throws(CaptureError) -> Int {
    var value = 0
    while let byte = peek, (0x30...0x39).contains(byte) {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = product.addingReportingOverflow(Int(byte - 0x30))
      guard !isTooLarge, !overflows else { throw unexpected("a smaller integer") }
      value = sum
      offset += 1
    }
    // Python 2 wrote long integers with an L.
    if peek == UInt8(ascii: "L") { offset += 1 }
    return value
  }

  private var peek: UInt8? { offset < bytes.endIndex ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
  }

  /// Steps over blanks and then the word, if it stands there.
  private mutating func skip(_ word: String) -> Bool {
    skipBlanks()
    let isThere = bytes[offset...].starts(with: word.utf8)
    if isThere { offset += word.utf8.count }
    return isThere
  }

  private mutating func expect(_ word: String) throws(CaptureError) {
    guard skip(word) else { throw unexpected("'\(word)'") }
  }

  private func unexpected(_ expected: String) -> CaptureError {
    let found = peek.map { "byte \($0)" } ?? "the end"
    return .malformed(
      "expected \(expected) at byte \(offset) of the NPY header, found \(found)", file: file)
  }
}
