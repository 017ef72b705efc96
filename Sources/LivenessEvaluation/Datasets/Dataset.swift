public import Liveness
import LivenessLayers
import LivenessMedia

/// Presentations to judge, or that were judged, in the order of their file.
public struct Dataset: Sendable {
  /// Where it was read from.
  public let path: String
  /// The presentations; those to be judged are ``Presentation/Response/notJudged``.
  public let presentations: [Presentation]
  /// Where the captures of the presentations stand, by the same index; empty where there is none.
  public let captures: [String]
  /// The model that gave the scores, where the file names one.
  public let model: String?
  /// The SHA-256 digest of the file, or of the list of captures of a folder.
  public let digest: String
  /// How many rows of a file of results could not be read, by the code of the reason; they are no
  /// presentations.
  public let unreadable: [String: Int]

  /// The largest manifest that is read, in bytes.
  public static let largestFile = 1 << 29

  /// Whether every presentation has an answer already.
  public var isJudged: Bool {
    !presentations.contains { $0.response == .notJudged }
  }

  /// The names of the splits, sorted; empty where there are none.
  public var splits: [String] { presentations.splits }

  /// The presentations of a split; all where `nil` is asked for.
  public func presentations(inSplit split: String?) -> [Presentation] {
    presentations.inSplit(split)
  }

  /// Reads a manifest: comma-separated values, or JSON Lines where the name ends in `.jsonl`; or a
  /// file of results, as ``init(resultsAt:)`` does.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - labels: What the numbers 0 and 1 stand for as labels; without it they are refused.
  /// - Throws: ``DatasetError`` that names the line.
  public init(manifestAt path: String, labels: LabelMode? = nil) throws(DatasetError) {
    let bytes = try Self.bytes(at: path)
    try self.init(manifest: bytes, path: path, labels: labels)
  }

  /// Reads a manifest from its bytes; captures are looked for beside `path`.
  public init(
    manifest bytes: [UInt8], path: String, labels: LabelMode? = nil
  ) throws(DatasetError) {
    if ResultsFile.isResults(bytes) {
      try self.init(results: [(path, bytes)])
      return
    }
    let rows =
      path.hasSuffix(".jsonl")
      ? try Self.jsonRows(bytes, file: path) : try Self.csvRows(bytes, file: path)
    try self.init(rows: rows, path: path, labels: labels, digest: SHA256.hexadecimal(bytes))
  }

  /// Reads the scores of one run, however many: its file of results, or those of all its shards in
  /// any order; rows that could not be read are counted.
  ///
  /// The digest is that of the files behind each other, by the numbers of their shards.
  ///
  /// - Throws: ``DatasetError`` where rows are missing: the run was stopped, or a shard is not there.
  public init(resultsAt paths: [String]) throws(DatasetError) {
    var parts: [(path: String, bytes: [UInt8])] = []
    for path in paths { parts.append((path, try ResultsFile.bytes(at: path))) }
    try self.init(results: parts)
  }

  init(results parts: [(path: String, bytes: [UInt8])]) throws(DatasetError) {
    var files: [(file: ResultsFile, bytes: [UInt8])] = []
    for (path, bytes) in parts {
      guard ResultsFile.isResults(bytes), let file = try ResultsFile(bytes, path: path) else {
        throw DatasetError(
          file: path, message: "expected results of liveness evaluate, found something else")
      }
      files.append((file, bytes))
    }
    files.sort { $0.file.header.shard < $1.file.header.shard }
    let judged = try JudgedDataset(merging: files.map(\.file))
    let others = parts.count > 1 ? " and \(parts.count - 1) more" : ""
    self.init(
      path: (parts.first?.path ?? "") + others, presentations: judged.presentations,
      captures: judged.presentations.map(\.id), model: judged.model,
      digest: SHA256.hexadecimal(files.flatMap(\.bytes)), unreadable: judged.unreadable)
  }

  init(
    path: String, presentations: [Presentation], captures: [String], model: String?,
    digest: String, unreadable: [String: Int] = [:]
  ) {
    self.path = path
    self.presentations = presentations
    self.captures = captures
    self.model = model
    self.digest = digest
    self.unreadable = unreadable
  }

  private init(
    rows: [DatasetRow], path: String, labels: LabelMode?, digest: String
  ) throws(DatasetError) {
    guard let first = rows.first else {
      throw DatasetError(file: path, message: "expected rows, found none")
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
    var presentations: [Presentation] = []
    var captures: [String] = []
    // By their bytes: two folders may have names that differ in nothing else.
    var lines: [[UInt8]: Int] = [:]
    presentations.reserveCapacity(rows.count)
    captures.reserveCapacity(rows.count)
    for row in rows {
      presentations.append(try row.presentation(labels: labels))
      let capture = row[.capture]
      if !capture.isEmpty, let line = lines.updateValue(row.line, forKey: Array(capture.utf8)) {
        throw row.failure("the capture \"\(capture)\" stands in line \(line) already")
      }
      captures.append(capture.isEmpty || capture.hasPrefix("/") ? capture : folder + capture)
      guard row[.model] == first[.model] else {
        throw row.failure(
          "expected scores of one model, found \"\(row[.model])\" after \"\(first[.model])\"")
      }
      guard row[.unit] == first[.unit] else {
        throw row.failure(
          "expected the same unit in every row, found \"\(row[.unit])\" after \"\(first[.unit])\"")
      }
      guard row[.split].isEmpty == first[.split].isEmpty else {
        throw row.failure("expected a split in every row or in none, found both")
      }
    }
    self.init(
      path: path, presentations: presentations, captures: captures,
      model: first[.model].isEmpty ? nil : first[.model], digest: digest)
  }

  static func bytes(at path: String, limit: Int = largestFile) throws(DatasetError) -> [UInt8] {
    do {
      return try RegularFile.bytes(at: path, limit: limit)
    } catch {
      throw DatasetError(file: path, message: error.message)
    }
  }

  private static func csvRows(_ bytes: [UInt8], file: String) throws(DatasetError) -> [DatasetRow] {
    var reader = try CSVReader(bytes, file: file)
    guard let header = try reader.next() else {
      throw DatasetError(file: file, message: "expected a line that names the columns, found none")
    }
    var columns: [DatasetColumn] = []
    for name in header.fields {
      let column = try DatasetColumn.named(name, file: file, line: header.line)
      guard !columns.contains(column) else {
        throw DatasetError(
          file: file, line: header.line, message: "the column \"\(name)\" stands there twice")
      }
      columns.append(column)
    }
    guard columns.contains(.label) else {
      throw DatasetError(
        file: file, line: header.line, message: "expected a column \"label\", found none")
    }
    var rows: [DatasetRow] = []
    while let record = try reader.next() {
      var row = DatasetRow(file: file, line: record.line)
      for (column, field) in zip(columns, record.fields) { row[column] = field }
      rows.append(row)
    }
    return rows
  }

  private static func jsonRows(_ bytes: [UInt8], file: String) throws(DatasetError) -> [DatasetRow]
  {
    var rows: [DatasetRow] = []
    var line = 0
    for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      guard !text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { continue }
      rows.append(try DatasetRow(json: Array(text), file: file, line: line))
    }
    return rows
  }
}

extension DatasetRow {
  /// Reads an object of strings; a score is a number, a label may be one, `matched` is a boolean.
  init(json: [UInt8], file: String, line: Int) throws(DatasetError) {
    try self.init(Self.members(of: json, file: file, line: line), file: file, line: line)
  }

  /// The members of the object on a line.
  static func members(
    of json: [UInt8], file: String, line: Int
  ) throws(DatasetError) -> JSONObject {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: json)
    } catch {
      throw DatasetError(file: file, line: line, message: "is not valid JSON: \(error)")
    }
    guard case .object(let members) = value else {
      throw DatasetError(file: file, line: line, message: "expected an object, found \(value.kind)")
    }
    return members
  }

  init(
    _ members: JSONObject, besides others: [String] = [], file: String, line: Int
  ) throws(DatasetError) {
    self.init(file: file, line: line)
    for member in members.members where !others.contains(member.name) {
      let column = try DatasetColumn.named(member.name, file: file, line: line)
      switch (column, member.value) {
      case (_, .null): break
      case (.score, .number(let number)): self[.score] = "\(number.value)"
      case (.label, .number(let number)) where number.integer != nil:
        self[.label] = number.integer.map(String.init) ?? ""
      case (.matched, .boolean(let matched)): self[.matched] = "\(matched)"
      case (.matched, let other):
        throw failure("matched: expected a boolean, found \(other.kind)")
      case (.score, let other):
        throw failure("score: expected a number, found \(other.kind)")
      case (_, .string(let text)):
        self[column] = text
      case (_, let other):
        throw failure("\(member.name): expected a string, found \(other.kind)")
      }
    }
  }
}
