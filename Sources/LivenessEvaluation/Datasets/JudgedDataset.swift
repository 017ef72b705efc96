import Liveness

/// A data set of which every row was judged or found unreadable.
public struct JudgedDataset: Sendable {
  /// The presentations that were judged, in the order of the data set.
  public let presentations: [Presentation]
  /// How many rows could not be read, by the code of the reason.
  public let unreadable: [String: Int]
  /// How many rows the data set has.
  public let rows: Int
  /// The digest of the data set.
  public let digest: String
  /// The model that gave the scores, where it is known.
  public let model: String?
  /// The model's own threshold, where it is known.
  public let threshold: Double?

  /// Takes a data set that holds its scores.
  public init(_ dataset: Dataset) {
    presentations = dataset.presentations
    unreadable = dataset.unreadable
    rows = dataset.presentations.count + dataset.unreadable.values.reduce(0, +)
    digest = dataset.digest
    model = dataset.model
    threshold = nil
  }

  /// Puts the parts of one run together; the result is the same however they were divided.
  ///
  /// - Throws: ``DatasetError`` where they are not parts of one run, or not all of it.
  public init(merging files: [ResultsFile]) throws(DatasetError) {
    guard let first = files.first else {
      throw DatasetError(file: "results", message: "expected one file or more, found none")
    }
    var outcomes: [Int: ResultsFile.Outcome] = [:]
    for file in files {
      guard file.header.belongs(with: first.header) else {
        throw DatasetError(
          file: file.path,
          message: "expected results of the same data set, model and number of shards as "
            + "\(first.path), found others")
      }
      guard file.missing == 0 else {
        throw DatasetError(
          file: file.path,
          message: "expected results for all \(file.header.assignedCount) rows, found "
            + "\(file.missing) missing; run the evaluation again to judge them")
      }
      for (row, outcome) in file.outcomes where outcomes.updateValue(outcome, forKey: row) != nil {
        throw DatasetError(
          file: file.path, message: "expected each shard once, found \(file.header.shard) again")
      }
    }
    guard outcomes.count == first.header.rows else {
      let found = Set(files.map(\.header.shard))
      let lacking = (1...first.header.shards).lazy.filter { !found.contains($0) }.prefix(8)
      throw DatasetError(
        file: first.path,
        message: "expected all \(first.header.shards) shards, found none of the numbers "
          + lacking.map(String.init).joined(separator: ", "))
    }
    var presentations: [Presentation] = []
    var unreadable: [String: Int] = [:]
    for row in 0..<first.header.rows {
      switch outcomes[row] {
      case .judged(let presentation): presentations.append(presentation)
      case .unreadable(let code): unreadable[code, default: 0] += 1
      case nil: break
      }
    }
    self.presentations = presentations
    self.unreadable = unreadable
    rows = first.header.rows
    digest = first.header.dataset
    model = first.header.model.title
    threshold = first.header.threshold
  }

  /// The names of the splits, sorted; empty where there are none.
  public var splits: [String] { presentations.splits }

  /// The presentations of a split; all where `nil` is asked for.
  public func presentations(inSplit split: String?) -> [Presentation] {
    presentations.inSplit(split)
  }
}
