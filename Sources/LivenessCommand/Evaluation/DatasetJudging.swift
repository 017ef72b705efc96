import Liveness
import LivenessEvaluation
import LivenessMedia

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Judges a data set's captures into a file of results, and tells on the terminal how it goes.
struct DatasetJudging {
  let dataset: Dataset
  /// A model file; `nil` for the embedded one.
  let model: String?
  /// The file of results.
  let results: String
  let shard: Shard
  /// How many captures at the same time; `nil` for as many as there are cores.
  let jobs: Int?
  /// The model that the policy was calibrated for, where there is one.
  var policyModel: LivenessPolicy.Model?

  /// Judges what is not judged yet.
  func callAsFunction() async throws -> CommandStatus {
    guard dataset.presentations.allSatisfy({ $0.response == .notJudged }) else {
      throw DatasetError(
        file: dataset.path,
        message: "expected captures without scores in every row, found some with and some without, "
          + "or a shard of scores")
    }
    guard let detector = DetectorFiles(model: model, policy: nil).detector(threads: 1) else {
      return .unreadableInput
    }
    try policyModel?.require(scoresOf: detector.model, in: dataset.path)
    let header = ResultsFile.Header(
      dataset: dataset.digest, rows: dataset.presentations.count, shard: shard.number,
      shards: shard.count,
      model: LivenessPolicy.Model(title: detector.model, labels: detector.labels),
      threshold: detector.threshold)
    let progress = RunProgress()
    let log = try ResultsLog(at: results, header: header)
    let run = EvaluationRun(
      dataset: dataset, detector: detector, log: log,
      jobs: jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      progress: { progress.show($0, of: $1, next: $2) },
      failed: { failure in progress.clear { try? OutputFile.standardError.write(failure.line) } })
    let rows = Array(header.assigned)
    if let text = earlierText(rows.count, log.earlier?.judged ?? 0) {
      try? OutputFile.standardError.write(text)
    }
    defer { progress.clear() }
    let isComplete = try await run(rows)
    progress.clear()
    if !isComplete {
      try? OutputFile.standardError.write(
        "liveness: interrupted; what was judged is kept in \(PlainText.visible(results)), and the "
          + "same command goes on from there\n")
      return .interrupted
    }
    guard shard != .whole else { return .live }
    let judged = try ResultsFile(at: results).judged
    try OutputFile.standardOutput.write(shardText(rows.count, judged: judged))
    return rows.isEmpty || judged > 0 ? .live : .unreadableInput
  }

  /// What is said at the end of a shard.
  func shardText(_ rows: Int, judged: Int) -> String {
    let unreadable = judged < rows ? ", \(rows - judged) could not be read" : ""
    return "Shard \(shard.number) of \(shard.count): \(NumberText.count(judged, "capture")) judged "
      + "into \(PlainText.visible(results))\(unreadable). Put all shards together with liveness "
      + "evaluate --merge.\n"
  }

  /// What is said where some of the captures are not judged again; `nil` where all are judged.
  func earlierText(_ rows: Int, _ earlier: Int) -> String? {
    guard earlier > 0 else { return nil }
    return "liveness: \(PlainText.visible(results)) holds the results of \(earlier) of "
      + "\(NumberText.count(rows, "capture")) already, which are not judged again; name another "
      + "file with --results where the captures have changed\n"
  }
}

extension LivenessPolicy.Model {
  /// Throws where scores are those of a model of another name or version.
  func require(scoresOf found: String, in path: String) throws(DatasetError) {
    guard found == title else {
      throw DatasetError(
        file: path,
        message: "expected scores of the policy's model \(title), found those of \(found)")
    }
  }
}
