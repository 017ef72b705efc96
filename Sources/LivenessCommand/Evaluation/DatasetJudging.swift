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

  /// Judges what is not judged yet.
  func callAsFunction() async throws -> CommandStatus {
    guard dataset.presentations.allSatisfy({ $0.response == .none(reason: Dataset.notJudged) })
    else {
      throw DatasetError(
        file: dataset.path,
        message: "expected captures without scores in every row, found some with and some without, "
          + "or a shard of scores")
    }
    guard let detector = DetectorFiles(model: model, policy: nil).detector(threads: 1) else {
      return .unreadableInput
    }
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
    if let text = earlierText(rows.count, log.earlier?.outcomes.count ?? 0) {
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
    if shard != .whole {
      try OutputFile.standardOutput.write(
        "Shard \(shard.number) of \(shard.count): \(NumberText.count(rows.count, "capture")) judged "
          + "into \(PlainText.visible(results)). Put all shards together with liveness evaluate "
          + "--merge.\n")
    }
    return .live
  }

  /// What is said where some of the captures are not judged again; `nil` where all are judged.
  func earlierText(_ rows: Int, _ earlier: Int) -> String? {
    guard earlier > 0 else { return nil }
    return "liveness: \(PlainText.visible(results)) holds the results of \(earlier) of "
      + "\(NumberText.count(rows, "capture")) already, which are not judged again; name another "
      + "file with --results where the captures have changed\n"
  }
}
