/// The numbers at the top of a YAML document that OpenCV's `FileStorage` has written: scalars, flow
/// sequences and matrices; everything else is stepped over.
struct OpenCVDocument {
  /// The numbers that stand under a name, matrices row by row.
  struct Node {
    let numbers: [Double]
    let line: Int
  }

  private(set) var nodes: [String: Node] = [:]

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    var lines = TextLines(bytes)
    var name: String?
    var content = ""
    var start = 0
    while let line = lines.next() {
      let text = lines.text(line)
      guard !text.hasPrefix("%"), !text.hasPrefix("---"), !text.hasPrefix("...") else { continue }
      let isNested = text.first == " " || text.first == "\t" || text.hasPrefix("-")
      if isNested || text.isEmpty {
        content += " " + text
        continue
      }
      try close(name, content, start, file: file)
      guard let colon = text.firstIndex(of: ":") else {
        throw .malformed("line \(lines.number): expected a name and a colon", file: file)
      }
      name = String(text[..<colon]).filter { $0 != "\"" }
      content = String(text[text.index(after: colon)...])
      start = lines.number
    }
    try close(name, content, start, file: file)
  }

  private mutating func close(
    _ name: String?, _ content: String, _ line: Int, file: String
  ) throws(CaptureError) {
    guard let name else { return }
    guard let numbers = try Self.numbers(in: content, name, line, file: file) else { return }
    guard nodes.updateValue(Node(numbers: numbers, line: line), forKey: name) == nil else {
      throw CaptureError(
        code: .duplicateKey, message: "line \(line): expected each name once, found \(name) again",
        file: file)
    }
  }

  /// The numbers of a scalar, of a flow sequence, or of a matrix's `data`; `nil` for anything else.
  private static func numbers(
    in content: String, _ name: String, _ line: Int, file: String
  ) throws(CaptureError) -> [Double]? {
    let isMatrix = content.contains("!!opencv-matrix")
    // A type such as "2f" has several numbers an element; no camera is written so.
    if let type = content.firstRange(of: "dt: \"") {
      guard content[type.upperBound...].first?.isNumber != true else { return nil }
    }
    guard let open = content.firstIndex(of: "[") else {
      let scalar = content.filter { $0 != " " }
      return isMatrix ? nil : Double(scalar).map { [$0] }
    }
    let before = content[..<open]
    guard isMatrix ? before.hasSuffix("data: ") : before.allSatisfy({ $0 == " " }) else {
      return nil
    }
    guard let end = content[open...].firstIndex(of: "]") else {
      throw .truncated("line \(line): \(name): expected ']', found the end", file: file)
    }
    var numbers: [Double] = []
    for cell in content[content.index(after: open)..<end].split(separator: ",") {
      let text = cell.filter { $0 != " " && $0 != "\t" }
      guard let number = Double(text.hasSuffix(".") ? text + "0" : text) else {
        guard isMatrix else { return nil }
        throw .malformed(
          "line \(line): \(name): expected a number, found \"\(text.prefix(32))\"", file: file)
      }
      numbers.append(number)
    }
    if isMatrix {
      let sides = try ["rows:", "cols:"].map { (side) throws(CaptureError) in
        guard let range = before.firstRange(of: side),
          let count = Int(before[range.upperBound...].drop { $0 == " " }.prefix { $0.isNumber })
        else { throw .malformed("line \(line): \(name): expected \(side)", file: file) }
        return count
      }
      let (count, overflow) = sides[0].multipliedReportingOverflow(by: sides[1])
      guard !overflow, count == numbers.count else {
        throw .malformed(
          "line \(line): \(name): expected \(sides[0]) × \(sides[1]) numbers, "
            + "found \(numbers.count)", file: file)
      }
    }
    return numbers
  }
}
