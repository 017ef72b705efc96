public import Liveness
import LivenessFaces
import LivenessLayers

/// What `liveness evaluate` found out, a line for each capture as it was judged.
///
/// The first line says which data set, model and part of the rows the others belong to, so that a run
/// can be taken up again and parts can be put together. Documentation/Evaluation.md specifies it.
public struct ResultsFile: Sendable {
  /// The only format that is understood.
  public static let format = "liveness-results/1"

  /// What the lines belong to.
  public struct Header: Sendable, Hashable {
    /// The digest of the data set.
    public let dataset: String
    /// How many rows the data set has.
    public let rows: Int
    /// Which part of the rows is judged here: those with `row mod shards = shard − 1`.
    public let shard: Int
    /// Into how many parts the rows are divided.
    public let shards: Int
    /// The model that gave the scores.
    public let model: LivenessPolicy.Model
    /// The model's own threshold.
    public let threshold: Double

    /// Describes a file of results.
    public init(
      dataset: String, rows: Int, shard: Int = 1, shards: Int = 1, model: LivenessPolicy.Model,
      threshold: Double
    ) {
      self.dataset = dataset
      self.rows = rows
      self.shard = shard
      self.shards = shards
      self.model = model
      self.threshold = threshold
    }

    /// The rows that are judged here, in order.
    public var assigned: StrideTo<Int> { stride(from: shard - 1, to: rows, by: shards) }

    /// How many rows are judged here.
    var assignedCount: Int { (rows - shard + shards) / shards }

    /// Whether both are parts of one run.
    func belongs(with other: Header) -> Bool {
      dataset == other.dataset && rows == other.rows && shards == other.shards
        && model == other.model && threshold == other.threshold
    }
  }

  /// What became of a row of the data set.
  public enum Outcome: Sendable, Hashable {
    /// It was judged, with or without an answer.
    case judged(Presentation)
    /// It could not be read, for the reason of this code.
    case unreadable(code: String)
  }

  /// Where it was read from.
  public let path: String
  /// What the lines belong to.
  public let header: Header
  /// What became of the rows so far.
  public let outcomes: [Int: Outcome]
  /// The bytes up to the end of the last whole line; what follows was torn off.
  public let wholeBytes: Int

  /// How many of the assigned rows are neither judged nor found unreadable yet.
  public var missing: Int { header.assignedCount - outcomes.count }

  /// How many rows were judged.
  public var judged: Int {
    outcomes.values.count { if case .judged = $0 { true } else { false } }
  }

  /// Whether bytes begin as a file of results does.
  public static func isResults(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: Array("{\"format\":\"liveness-results/".utf8))
  }

  /// Reads a file; a last line without an end is left out.
  ///
  /// A row that could not be read may stand there again, once it was tried again: the later line
  /// holds.
  ///
  /// - Throws: ``DatasetError`` that names the line; where not even the first one is whole, `nil` is
  ///   returned.
  public init?(_ bytes: [UInt8], path: String) throws(DatasetError) {
    guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    var header: Header?
    var outcomes: [Int: Outcome] = [:]
    var line = 0
    for text in bytes[..<last].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      line += 1
      let members = try DatasetRow.members(of: Array(text), file: path, line: line)
      guard let found = header else {
        header = try Header(
          JSONFields(members) {
            DatasetError(
              file: path, line: 1,
              message: "\($0.path): expected \($0.expected), found \($0.found)")
          })
        continue
      }
      let (row, outcome) = try Self.outcome(members, found, file: path, line: line)
      if case .judged? = outcomes.updateValue(outcome, forKey: row) {
        throw DatasetError(file: path, line: line, message: "the row \(row) stands there twice")
      }
    }
    guard let header else { return nil }
    self.path = path
    self.header = header
    self.outcomes = outcomes
    wholeBytes = last + 1
  }

  /// Reads a file from disk, however large.
  ///
  /// - Throws: ``DatasetError``, also where the file holds something else.
  public init(at path: String) throws(DatasetError) {
    let bytes = try Self.bytes(at: path)
    guard Self.isResults(bytes), let file = try ResultsFile(bytes, path: path) else {
      throw DatasetError(
        file: path, message: "expected results of liveness evaluate, found something else")
    }
    self = file
  }

  /// All of a file: whatever run wrote it must be able to read it again, so that there is no limit.
  static func bytes(at path: String) throws(DatasetError) -> [UInt8] {
    try Dataset.bytes(at: path, limit: .max)
  }

  private static func outcome(
    _ members: JSONObject, _ header: Header, file: String, line: Int
  ) throws(DatasetError) -> (Int, Outcome) {
    let row = try DatasetRow(
      members, besides: ["row", "inputs", "key_point_error", "unreadable"], file: file, line: line)
    guard case .number(let number) = members["row"], let index = number.integer,
      (0..<header.rows).contains(index), index % header.shards == header.shard - 1
    else { throw row.failure("row: expected a row of this part of the data set") }
    if let unreadable = members["unreadable"] {
      guard case .string(let code) = unreadable else {
        throw row.failure("unreadable: expected a string, found \(unreadable.kind)")
      }
      return (index, .unreadable(code: code))
    }
    var presentation = try row.presentation(labels: nil)
    if let inputs = members["inputs"] { presentation.inputs = try measurement(inputs, row) }
    if let error = members["key_point_error"] {
      presentation.keyPoints = try keyPoints(error, row)
    }
    return (index, .judged(presentation))
  }
}

extension ResultsFile {
  private static func keyPoints(
    _ value: JSONValue, _ row: DatasetRow
  ) throws(DatasetError) -> KeyPointAccuracy.Outcome {
    switch value {
    case .null: return .notFound
    case .number(let number) where number.value >= 0: return .found(error: number.value)
    case .number(let number):
      throw row.failure("key_point_error: expected 0 or more, found \(number.value)")
    default: throw row.failure("key_point_error: expected a number or null, found \(value.kind)")
    }
  }

  private static func measurement(
    _ value: JSONValue, _ row: DatasetRow
  ) throws(DatasetError) -> InputMeasurement {
    guard case .object(let members) = value else {
      throw row.failure("inputs: expected an object, found \(value.kind)")
    }
    var values: [InputQuantity: Double] = [:]
    for member in members.members {
      guard let quantity = InputQuantity(rawValue: member.name) else {
        let names = InputQuantity.allCases.map(\.rawValue).joined(separator: ", ")
        throw row.failure("inputs: expected \(names), found \"\(member.name)\"")
      }
      guard case .number(let number) = member.value else {
        throw row.failure(
          "inputs.\(member.name): expected a number, found \(member.value.kind)")
      }
      values[quantity] = number.value
    }
    return InputMeasurement(values: values)
  }
}

extension ResultsFile.Header {
  fileprivate init(_ fields: JSONFields<DatasetError>) throws(DatasetError) {
    try fields.require("format", is: ResultsFile.format)
    let digest = try fields.string("dataset")
    let digits = "0123456789abcdef".utf8
    guard digest.utf8.count == 64, digest.utf8.allSatisfy({ digits.contains($0) }) else {
      throw fields.mismatch(
        "dataset", expected: "a digest of 64 hexadecimal digits", found: "\"\(digest)\"")
    }
    dataset = digest
    rows = try fields.integer("rows", in: 1...100_000_000)
    shards = try fields.integer("shards", in: 1...1_000_000)
    shard = try fields.integer("shard", in: 1...shards)
    let classes = try fields.strings("classes")
    guard let labels = LabelMode(classes: classes) else {
      throw fields.mismatch("classes", expected: "live and spoof", found: "\(classes)")
    }
    model = LivenessPolicy.Model(title: try fields.string("model"), labels: labels)
    threshold = try fields.number("threshold", in: 0...1)
  }
}
