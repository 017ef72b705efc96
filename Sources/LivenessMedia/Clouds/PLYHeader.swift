/// The header of a PLY file: which elements follow, how many, and what each consists of.
struct PLYHeader {
  /// A value of an element, or a list of them.
  struct Property {
    let name: String
    let type: SampleType
    /// How the length of a list is stored; `nil` for a single value.
    let lengthType: SampleType?
  }

  /// A kind of thing that the file lists.
  struct Element {
    let name: String
    let count: Int
    fileprivate(set) var properties: [Property] = []

    /// The bytes of one in a binary file; `nil` where a list makes them differ.
    var byteCount: Int? {
      properties.contains { $0.lengthType != nil }
        ? nil : properties.reduce(0) { $0 + $1.type.byteCount }
    }
  }

  /// How the elements are written; the raw value is the header's word.
  enum Encoding: String {
    case text = "ascii"
    case littleEndian = "binary_little_endian"
    case bigEndian = "binary_big_endian"
  }

  let encoding: Encoding
  let elements: [Element]
  /// Where the elements begin.
  let end: Int
  /// Lines before them.
  let lineCount: Int

  private static let mostLines = 1024

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    guard PLYFile.matches(bytes) else {
      throw .unsupported("expected a PLY file, found something else", file: file)
    }
    var lines = TextLines(bytes)
    var encoding: Encoding?
    var elements: [Element] = []
    _ = lines.next()
    while true {
      guard let line = lines.next() else {
        throw .truncated("the PLY header ends before end_header", file: file)
      }
      let words = lines.words(in: line, atMost: 16).map(lines.text)
      guard lines.number <= Self.mostLines, words.count <= 16 else {
        throw .malformed(
          "line \(lines.number): expected a PLY header of at most \(Self.mostLines) lines of 16 "
            + "words", file: file)
      }
      switch (words.first, words.count) {
      case ("end_header", 1):
        guard let encoding else {
          throw .malformed("the PLY header has no line \"format\"", file: file)
        }
        self.encoding = encoding
        self.elements = elements
        end = lines.offset
        lineCount = lines.number
        return
      case ("format", 3) where words[2] == "1.0" && Encoding(rawValue: words[1]) != nil:
        encoding = Encoding(rawValue: words[1])
      case ("element", 3):
        guard let count = Int(words[2]), count >= 0 else {
          throw .malformed(
            "line \(lines.number): expected a count of \(words[1]), found \"\(words[2])\"",
            file: file)
        }
        elements.append(Element(name: words[1], count: count))
      case ("property", 3), ("property", 5):
        guard !elements.isEmpty, let property = Property(words) else {
          throw .malformed(
            "line \(lines.number): expected a property of an element, found "
              + lines.shown(line), file: file)
        }
        elements[elements.count - 1].properties.append(property)
      case ("comment", _), ("obj_info", _), (nil, _): continue
      default:
        throw .malformed(
          "line \(lines.number): expected a line of a PLY header, found \(lines.shown(line))",
          file: file)
      }
    }
  }

  /// Refuses counts for which the file is too short, whatever follows; every element that has a
  /// property takes a byte or more.
  func checkCounts(upTo last: Int, available: Int, file: String) throws(CaptureError) {
    var available = available
    for element in elements[...last] where !element.properties.isEmpty {
      let each = encoding == .text ? 1 : max(1, element.byteCount ?? 1)
      guard element.count <= available / each else {
        throw .truncated(
          "expected \(element.count) of \(element.name), for which the file is too short",
          file: file)
      }
      available -= min(available, element.count * each)
    }
  }
}

extension PLYHeader.Property {
  private static let types: [String: SampleType] = [
    "char": .int8, "uchar": .uint8, "short": .int16, "ushort": .uint16, "int": .int32,
    "uint": .uint32, "float": .float32, "double": .float64, "int8": .int8, "uint8": .uint8,
    "int16": .int16, "uint16": .uint16, "int32": .int32, "uint32": .uint32, "float32": .float32,
    "float64": .float64,
  ]

  /// Reads `property float x` or `property list uchar int vertex_indices`.
  fileprivate init?(_ words: [String]) {
    guard let name = words.last, let type = Self.types[words[words.count - 2]] else { return nil }
    self.name = name
    self.type = type
    guard words.count == 5 else {
      lengthType = nil
      return
    }
    let integers: [SampleType] = [.int8, .uint8, .int16, .uint16, .int32, .uint32]
    guard words[1] == "list", let length = Self.types[words[2]], integers.contains(length) else {
      return nil
    }
    lengthType = length
  }
}
