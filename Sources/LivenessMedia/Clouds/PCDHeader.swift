/// The header of a PCD file: which fields a point has, how many points there are, and how they are
/// stored.
struct PCDHeader {
  /// A field of a point: `count` numbers of one type.
  struct Field {
    let name: String
    let type: SampleType
    let count: Int

    var byteCount: Int { type.byteCount * count }
  }

  let fields: [Field]
  let count: Int
  let isBinary: Bool

  private static let mostLines = 64
  private static let mostFields = 256
  private static let keys = [
    "VERSION", "FIELDS", "SIZE", "TYPE", "COUNT", "WIDTH", "HEIGHT", "VIEWPOINT", "POINTS",
  ]

  /// Reads up to the line `DATA`, after which the points begin.
  init(_ lines: inout TextLines, file: String) throws(CaptureError) {
    guard PCDFile.matches(lines.bytes) else {
      throw .unsupported("expected a PCD file, found something else", file: file)
    }
    var entries: [String: [String]] = [:]
    while true {
      guard let line = lines.next() else {
        throw .truncated("the PCD header ends before its line DATA", file: file)
      }
      let words = lines.words(in: line, atMost: Self.mostFields)
      guard lines.number <= Self.mostLines, words.count <= Self.mostFields else {
        throw .malformed(
          "line \(lines.number): expected a PCD header of at most \(Self.mostLines) lines of "
            + "\(Self.mostFields) words", file: file)
      }
      guard let key = words.first.map(lines.text), !key.hasPrefix("#") else { continue }
      let values = words.dropFirst().map(lines.text)
      if key == "DATA" {
        isBinary = try Self.isBinary(values, file: file)
        break
      }
      guard Self.keys.contains(key), entries.updateValue(values, forKey: key) == nil else {
        throw .malformed(
          "line \(lines.number): expected each line of a PCD header once, found "
            + lines.shown(line), file: file)
      }
    }
    fields = try Self.fields(entries, file: file)
    count = try Self.count(entries, file: file)
  }

  private static func isBinary(_ words: [String], file: String) throws(CaptureError) -> Bool {
    switch words {
    case ["ascii"]: return false
    case ["binary"]: return true
    case ["binary_compressed"]:
      throw .unsupported(
        "expected a PCD file of text or binary, found a compressed one; convert it with "
          + "\"pcl_convert_pcd_ascii_binary IN.pcd OUT.pcd 1\" of the Point Cloud Library",
        file: file)
    default:
      throw .malformed("expected DATA ascii or DATA binary in the PCD header", file: file)
    }
  }

  private static func fields(
    _ entries: [String: [String]], file: String
  ) throws(CaptureError) -> [Field] {
    let names = entries["FIELDS"] ?? []
    let sizes = entries["SIZE"] ?? []
    let types = entries["TYPE"] ?? []
    let counts = entries["COUNT"] ?? names.map { _ in "1" }
    guard !names.isEmpty, sizes.count == names.count, types.count == names.count,
      counts.count == names.count
    else {
      throw .malformed(
        "expected FIELDS, SIZE, TYPE and COUNT of one length in the PCD header, found "
          + "\(names.count), \(sizes.count), \(types.count) and \(counts.count)", file: file)
    }
    var fields: [Field] = []
    for index in names.indices {
      guard let type = kinds[types[index] + sizes[index]], let count = Int(counts[index]),
        1...65_536 ~= count
      else {
        throw .malformed(
          "expected a type, a size and a count of \"\(names[index])\" in the PCD header, found "
            + "\(types[index]), \(sizes[index]) and \(counts[index])", file: file)
      }
      fields.append(Field(name: names[index], type: type, count: count))
    }
    return fields
  }

  private static let kinds: [String: SampleType] = [
    "I1": .int8, "I2": .int16, "I4": .int32, "I8": .int64, "U1": .uint8, "U2": .uint16,
    "U4": .uint32, "U8": .uint64, "F4": .float32, "F8": .float64,
  ]

  private static func count(
    _ entries: [String: [String]], file: String
  ) throws(CaptureError) -> Int {
    let sides = ["WIDTH", "HEIGHT"].map { entries[$0]?.first.flatMap { Int($0) } ?? -1 }
    let (product, overflow) = sides[0].multipliedReportingOverflow(by: sides[1])
    guard sides[0] >= 0, sides[1] >= 0, !overflow else {
      throw .malformed("expected WIDTH and HEIGHT in the PCD header", file: file)
    }
    if let points = entries["POINTS"], points.first.flatMap({ Int($0) }) != product {
      throw .malformed(
        "expected POINTS to be WIDTH · HEIGHT = \(product) in the PCD header, found "
          + (points.first ?? "nothing"), file: file)
    }
    return product
  }
}
