/// The rows of a table of numbers in text, read from front to back.
struct TableRows {
  /// What the columns are, as far as their names say it.
  enum Columns {
    /// There are no names.
    case unnamed
    /// Column, row and depth of pixels stand at these places.
    case pixels(SIMD3<Int>)
    /// The coordinates of points stand at these places.
    case points(SIMD3<Int>)
  }

  /// Three numbers of a row.
  struct Triple {
    let values: SIMD3<Double>
    let line: Int
  }

  let columns: Columns
  /// Cells of the first row.
  let width: Int
  private let file: String
  private let separator: UInt8?
  private var lines: TextLines
  private var first: Range<Int>?

  /// Looks at the first row, and at the names before it.
  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var lines = TextLines(bytes, from: bytes.starts(with: mark) ? mark.count : 0)
    var columns = Columns.unnamed
    var first = Self.nextRow(&lines) { remark in
      columns = Self.columns(named: Self.names(in: remark)) ?? columns
    }
    guard let row = first else {
      throw .truncated("expected a table of numbers, found no rows", file: file)
    }
    let separator = Self.separator(of: row, in: bytes)
    var cells = Self.cells(row, of: lines, separator)
    guard cells.count <= TextLines.mostCells else {
      throw CaptureError(
        code: .budgetExceeded,
        message:
          "line \(lines.number): expected at most \(TextLines.mostCells) columns, found more",
        file: file)
    }
    let isNamed = cells.contains { !$0.isEmpty && lines.number($0) == nil }
    if isNamed {
      let names = Self.names(in: lines.text(row.prefix(256)))
      guard let named = Self.columns(named: names) else {
        throw .unsupported(
          "line \(lines.number): expected a row of numbers, or columns named x, y, depth or "
            + "x, y, z, found \(lines.shown(row))", file: file)
      }
      columns = named
      first = nil
      var ahead = lines
      cells = Self.nextRow(&ahead) { _ in }.map { Self.cells($0, of: ahead, separator) } ?? []
    }
    self.columns = columns
    self.separator = separator
    self.file = file
    self.lines = lines
    self.first = first
    width = cells.count
  }

  /// The three numbers at the given places of every row.
  mutating func triples(
    _ places: SIMD3<Int>, budget: MediaBudget
  ) throws(CaptureError) -> [Triple] {
    var triples: [Triple] = []
    while let row = try nextCells() {
      try budget.check(points: triples.count + 1, file: file)
      var values = SIMD3<Double>()
      for axis in 0..<3 {
        guard places[axis] < row.count else {
          throw .malformed(
            "line \(lines.number): expected \(width) columns, found \(row.count)", file: file)
        }
        values[axis] = try number(row[places[axis]], column: places[axis])
      }
      triples.append(Triple(values: values, line: lines.number))
    }
    return triples
  }

  /// All rows as the rows of a picture.
  mutating func matrix(
    budget: MediaBudget, expecting size: ExpectedSize?
  ) throws(CaptureError) -> DecodedImage {
    var values: [Float] = []
    var height = 0
    while let row = try nextCells() {
      height += 1
      try budget.check(width: width, height: height, file: file)
      for (column, cell) in row.enumerated() {
        values.append(Float(try number(cell, column: column)))
      }
    }
    try size?.check(width: width, height: height, file: file)
    return DecodedImage(width: width, height: height, samples: .float32(values))
  }

  /// The cells of the next row, which are as many as in the first; `nil` after the last one.
  private mutating func nextCells() throws(CaptureError) -> [Range<Int>]? {
    guard let row = first ?? Self.nextRow(&lines, { _ in }) else { return nil }
    first = nil
    let cells = Self.cells(row, of: lines, separator)
    guard cells.count == width else {
      throw .malformed(
        "line \(lines.number): expected \(width) columns as in the first row, "
          + "found \(cells.count)", file: file)
    }
    return cells
  }

  private func number(_ cell: Range<Int>, column: Int) throws(CaptureError) -> Double {
    if cell.isEmpty { return .nan }
    guard let number = lines.number(cell) else {
      throw .malformed(
        "line \(lines.number), column \(column + 1): expected a number, "
          + "found \(lines.shown(cell))", file: file)
    }
    return number
  }
}

extension TableRows {
  /// The next line that is neither blank nor a remark.
  private static func nextRow(
    _ lines: inout TextLines, _ remark: (String) -> Void
  ) -> Range<Int>? {
    while let line = lines.next() {
      let words = lines.words(in: line)
      guard let word = words.first else { continue }
      guard lines.bytes[word.lowerBound] == UInt8(ascii: "#") else { return line }
      if line.count <= 256 { remark(lines.text(line).filter { $0 != "#" }) }
    }
    return nil
  }

  /// What parts the cells; `nil` for blanks.
  private static func separator(of row: Range<Int>, in bytes: [UInt8]) -> UInt8? {
    [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")].first { bytes[row].contains($0) }
  }

  private static func cells(
    _ row: Range<Int>, of lines: TextLines, _ separator: UInt8?
  ) -> [Range<Int>] {
    guard let separator else { return lines.words(in: row) }
    var cells: [Range<Int>] = []
    var start = row.lowerBound
    for index in row where lines.bytes[index] == separator {
      guard cells.count <= TextLines.mostCells else { return cells }
      cells.append(trimmed(start..<index, lines.bytes))
      start = index + 1
    }
    return cells + [trimmed(start..<row.upperBound, lines.bytes)]
  }

  private static func trimmed(_ cell: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (cell.lowerBound, cell.upperBound)
    while start < end, bytes[start] == 0x20 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return start..<end
  }

  private static func names(in line: String) -> [String] {
    let parted = line.lowercased().split { ",;\t ".contains($0) }
    return parted.map { $0.filter { $0 != "\"" } }
  }

  private static func columns(named names: [String]) -> Columns? {
    func place(_ words: String...) -> Int? { names.firstIndex { words.contains($0) } }
    guard let x = place("x", "u", "column", "col"), let y = place("y", "v", "row") else {
      return nil
    }
    if let depth = place("depth", "distance", "d") { return .pixels(SIMD3(x, y, depth)) }
    guard let z = place("z") else { return nil }
    return names[x] == "x" ? .points(SIMD3(x, y, z)) : .pixels(SIMD3(x, y, z))
  }
}
