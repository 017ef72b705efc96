import LivenessTensors

/// The checked header of a safetensors file.
///
/// Eight bytes with the length of the JSON text, little-endian; the text; the data.
struct SafetensorsHeader {
  let metadata: [String: String]
  /// The tensors in the order of their bytes.
  let entries: [SafetensorsFile.Entry]

  private typealias Fields = JSONFields<CheckpointError>

  init(of bytes: WeightBytes) throws(CheckpointError) {
    let text = try Self.text(of: bytes)
    let root = Fields(try Self.object(in: text)) { .headerField($0) }
    metadata = try Self.metadata(of: root)
    let dataStart = 8 + text.count
    var entries: [SafetensorsFile.Entry] = []
    entries.reserveCapacity(root.members.members.count)
    for name in root.members.names where name != "__metadata__" {
      entries.append(
        try Self.entry(
          name, try root.object(name), dataStart: dataStart, dataCount: bytes.count - dataStart))
    }
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try Self.requireTiling(entries, of: dataStart..<bytes.count)
    self.entries = entries
  }

  private static func text(of bytes: WeightBytes) throws(CheckpointError) -> [UInt8] {
    guard bytes.count >= 8 else { throw .tooShort(byteCount: bytes.count) }
    let length = try unsafe bytes.withBytes(0..<8) {
      unsafe UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    let maximum = min(bytes.count - 8, SafetensorsFile.maximumHeaderLength)
    guard length <= UInt64(maximum) else { throw .headerLength(found: length, maximum: maximum) }
    return try unsafe bytes.withBytes(8..<8 + Int(length)) { unsafe [UInt8]($0) }
  }

  private static func object(in text: [UInt8]) throws(CheckpointError) -> JSONObject {
    let limits = JSONLimits(
      bytes: SafetensorsFile.maximumHeaderLength, depth: 4, values: 1 << 20, tokenBytes: 1 << 12)
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text, limits: limits)
    } catch {
      throw .header(error)
    }
    guard case .object(let object) = value else {
      throw .headerField(JSONMismatch(path: "root", expected: "an object", found: value.kind))
    }
    return object
  }

  private static func metadata(of root: Fields) throws(CheckpointError) -> [String: String] {
    guard root.contains("__metadata__") else { return [:] }
    let fields = try root.object("__metadata__")
    var metadata: [String: String] = [:]
    for name in fields.members.names { metadata[name] = try fields.string(name) }
    return metadata
  }

  private static func entry(
    _ name: String, _ fields: Fields, dataStart: Int, dataCount: Int
  ) throws(CheckpointError) -> SafetensorsFile.Entry {
    try fields.refuseUnknown(besides: ["dtype", "shape", "data_offsets"])
    let written = try fields.string("dtype")
    guard let elementType = ElementType(rawValue: written) else {
      throw .unknownElementType(tensor: name, found: written)
    }
    let shape = try shape(name, fields)
    let offsets = try fields.integers("data_offsets", in: 0...(.max))
    guard offsets.count == 2 else {
      throw fields.mismatch(
        "data_offsets", expected: "two integers", found: "\(offsets.count)")
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw .reversedOffsets(tensor: name, begin: begin, end: end) }
    guard end <= dataCount else {
      throw .outside(tensor: name, end: end, byteCount: dataCount)
    }
    guard let expected = elementType.byteCount(of: shape.count) else {
      throw .invalidShape(tensor: name, found: "\(shape) of \(elementType)")
    }
    guard expected == end - begin else {
      throw .byteCount(
        tensor: name, elementType: elementType, shape: shape, expected: expected,
        found: end - begin)
    }
    return SafetensorsFile.Entry(
      name: name, elementType: elementType, shape: shape,
      range: dataStart + begin..<dataStart + end)
  }

  /// The product of the extents must fit in `Int` even where one of them is 0, so that no part of
  /// it can overflow.
  private static func shape(_ name: String, _ fields: Fields) throws(CheckpointError) -> Shape {
    var extents: [Int] = []
    for value in try fields.array("shape") {
      guard case .number(let number) = value, let extent = number.integer, extent >= 0 else {
        throw .invalidShape(tensor: name, found: description(of: try fields.array("shape")))
      }
      extents.append(extent)
    }
    guard extents.count <= 64, Shape.count(of: extents.filter { $0 != 0 }) != nil else {
      throw .invalidShape(tensor: name, found: "\(extents)")
    }
    return Shape(extents)
  }

  private static func description(of elements: [JSONValue]) -> String {
    let words = elements.prefix(8).map { element in
      guard case .number(let number) = element else { return element.kind }
      return number.integer.map(String.init) ?? "\(number.value)"
    }
    return "[" + (words + (elements.count > 8 ? ["…"] : [])).joined(separator: ", ") + "]"
  }

  /// Throws where the tensors, sorted by their offsets, leave bytes out or share some.
  private static func requireTiling(
    _ entries: [SafetensorsFile.Entry], of data: Range<Int>
  ) throws(CheckpointError) {
    var position = data.lowerBound
    var previous = ""
    for entry in entries {
      let begin = entry.range.lowerBound
      guard begin >= position else { throw .overlap(tensor: entry.name, other: previous) }
      guard begin == position else {
        throw .gap(
          offset: position - data.lowerBound, byteCount: begin - position, before: entry.name)
      }
      position = entry.range.upperBound
      previous = entry.name
    }
    guard position == data.upperBound else {
      throw .gap(
        offset: position - data.lowerBound, byteCount: data.upperBound - position, before: nil)
    }
  }
}
