/// The lines of a text, one after the other, with their numbers; `\n` and `\r\n` end a line.
struct TextLines {
  let bytes: [UInt8]
  /// Where the next line begins.
  private(set) var offset: Int
  /// The number of the line read last, from 1.
  private(set) var number: Int

  /// Begins at an offset, before which so many lines lie.
  init(_ bytes: [UInt8], from offset: Int = 0, after number: Int = 0) {
    self.bytes = bytes
    self.offset = offset
    self.number = number
  }

  /// The bytes of the next line without what ends it; `nil` after the last one.
  mutating func next() -> Range<Int>? {
    guard offset < bytes.count else { return nil }
    let start = offset
    var end = start
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    offset = min(end + 1, bytes.count)
    number += 1
    return start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
  }

  /// More cells than any line of use has; who finds more of them refuses the line.
  static let mostCells = 1 << 20

  /// The words of a range that blanks or tabs part, and no more than one above the limit.
  func words(in line: Range<Int>, atMost limit: Int = mostCells) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for index in line where words.count <= limit {
      let isBlank = bytes[index] == 0x20 || bytes[index] == 0x09
      if isBlank, let begin = start {
        words.append(begin..<index)
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    if let start, words.count <= limit { words.append(start..<line.upperBound) }
    return words
  }

  /// The text of a range; a byte that is no text becomes a mark that says so.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The number that a range writes in decimal, `nan` or `inf`; `nil` where it writes none.
  func number(_ range: Range<Int>) -> Double? {
    guard 1...Self.longestNumber ~= range.count, let first = bytes[range].first else { return nil }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    var whole = 0
    for index in range.dropFirst(isSigned ? 1 : 0) {
      let digit = Int(bytes[index]) - 0x30
      guard 0...9 ~= digit, range.count <= 17 else { return Double(text(range)) }
      whole = 10 * whole + digit
    }
    guard range.count > (isSigned ? 1 : 0) else { return nil }
    return Double(first == UInt8(ascii: "-") ? -whole : whole)
  }

  /// More characters than any number needs that a program wrote.
  private static let longestNumber = 64

  /// What stands in a range, as an error message shows it.
  func shown(_ range: Range<Int>) -> String {
    let words = text(range.prefix(32)).replacing("\0", with: "·")
    return range.isEmpty ? "nothing" : "\"\(words)\(range.count > 32 ? "…" : "")\""
  }
}
