/// Reads comma-separated values as RFC 4180 has them: fields in quotes may hold commas, line ends and
/// doubled quotes; lines end with LF or CR LF; every record has as many fields as the first.
struct CSVReader {
  private let text: [UInt8]
  private let file: String
  private var offset = 0
  private var line = 1
  private var width: Int?

  /// Takes the whole text, which must be UTF-8; a byte order mark is stepped over.
  init(_ text: [UInt8], file: String) throws(DatasetError) {
    do {
      _ = try UTF8Span(validating: text.span)
    } catch {
      throw DatasetError(
        file: file,
        message: "expected UTF-8, found another encoding at byte \(error.byteOffsets.lowerBound)")
    }
    self.text = text
    self.file = file
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// The next record with the line that it begins on; `nil` at the end.
  ///
  /// Empty lines are stepped over.
  mutating func next() throws(DatasetError) -> (fields: [String], line: Int)? {
    while let byte = peek, byte == Self.lineFeed || byte == Self.carriageReturn { try endLine() }
    guard peek != nil else { return nil }
    let start = line
    var fields: [String] = []
    fields.reserveCapacity(width ?? 16)
    while true {
      fields.append(try field())
      guard peek == Self.comma else { break }
      offset += 1
    }
    if peek != nil { try endLine() }
    guard fields.count == width ?? fields.count else {
      throw DatasetError(
        file: file, line: start,
        message: "expected \(width ?? 0) fields as in the first line, found \(fields.count)")
    }
    width = fields.count
    return (fields, start)
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private var peek: UInt8? { offset < text.count ? text[offset] : nil }

  private mutating func endLine() throws(DatasetError) {
    if peek == Self.carriageReturn { offset += 1 }
    guard peek == Self.lineFeed else {
      throw failure("expected a line end after a carriage return, found none")
    }
    offset += 1
    line += 1
  }

  private mutating func field() throws(DatasetError) -> String {
    if peek == Self.quote { return try quotedField() }
    let start = offset
    while let byte = peek, byte != Self.comma, byte != Self.lineFeed, byte != Self.carriageReturn {
      guard byte != Self.quote else {
        throw failure("expected a field with a quote in it to stand in quotes, found a bare quote")
      }
      offset += 1
    }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private mutating func quotedField() throws(DatasetError) -> String {
    let opening = line
    offset += 1
    var bytes: [UInt8] = []
    while let byte = peek {
      offset += 1
      if byte == Self.lineFeed { line += 1 }
      if byte == Self.quote {
        guard peek == Self.quote else { break }
        offset += 1
      }
      bytes.append(byte)
      guard peek != nil else {
        throw DatasetError(
          file: file, line: opening, message: "expected the quote to be closed, found the end")
      }
    }
    guard peek == nil || [Self.comma, Self.lineFeed, Self.carriageReturn].contains(peek) else {
      throw failure("expected a comma or a line end after the closing quote, found more text")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func failure(_ message: String) -> DatasetError {
    DatasetError(file: file, line: line, message: message)
  }
}
