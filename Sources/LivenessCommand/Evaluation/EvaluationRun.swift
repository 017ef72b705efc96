import Liveness
import LivenessEvaluation
import LivenessMedia
import Synchronization

/// Judges the rows of a data set on all cores, and notes each outcome at once.
struct EvaluationRun: Sendable {
  /// What is judged.
  let dataset: Dataset
  /// The outcome of one capture.
  let judge: @Sendable (String) throws -> LivenessResult
  /// Where the key points of one capture truly are, where that is known.
  var truth: @Sendable (String) throws -> TrueKeyPoints? = { _ in nil }
  /// Where outcomes are noted.
  let log: ResultsLog
  /// How many captures are judged at the same time.
  let jobs: Int
  /// Told after each capture how many are judged, of how many, and the path.
  let progress: @Sendable (Int, Int, String) -> Void
  /// Told of each capture that could not be read.
  let failed: @Sendable (CaptureFailure) -> Void

  /// Judges those of the rows that are not judged yet; what could not be read is tried again.
  ///
  /// - Returns: Whether all were judged; not where the task was cancelled.
  /// - Throws: ``OutputError`` as soon as an outcome could not be noted.
  func callAsFunction(_ rows: [Int]) async throws -> Bool {
    let earlier = log.earlier?.outcomes ?? [:]
    let waiting = rows.filter { row in if case .judged? = earlier[row] { false } else { true } }
    let place = Place(done: rows.count - waiting.count)
    progress(rows.count - waiting.count, rows.count, "")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<jobs {
        group.addTask {
          while !Task.isCancelled {
            let index = place.next.add(1, ordering: .relaxed).oldValue
            guard index < waiting.count else { return }
            let row = waiting[index]
            guard let lines = lines(of: row, after: earlier[row]) else { return }
            for line in lines { try log.append(line) }
            let count = place.done.add(1, ordering: .relaxed).newValue
            progress(count, rows.count, dataset.presentations[row].id)
          }
        }
      }
      for try await _ in group {}
    }
    try log.synchronize()
    return place.done.load(ordering: .relaxed) == rows.count
  }

  /// How far all jobs together are.
  private final class Place: Sendable {
    let next = Atomic(0)
    let done: Atomic<Int>

    init(done: Int) { self.done = Atomic(done) }
  }

  /// What is noted of a row: nothing where it still cannot be read for the same reason; `nil` where
  /// the task was cancelled.
  private func lines(of row: Int, after earlier: ResultsFile.Outcome?) -> [String]? {
    let presentation = dataset.presentations[row]
    do {
      let truth = try truth(dataset.captures[row])
      return [
        ResultsLines.line(row: row, presentation, try judge(dataset.captures[row]), truth: truth)
      ]
    } catch is CancellationError {
      return nil
    } catch {
      let failure = CaptureFailure(error, at: dataset.captures[row])
      failed(failure)
      if earlier == .unreadable(code: failure.code) { return [] }
      return [ResultsLines.line(row: row, presentation, unreadable: failure.code)]
    }
  }
}

extension EvaluationRun {
  /// A run that reads capture folders and asks a detector.
  init(
    dataset: Dataset, detector: LivenessDetector, log: ResultsLog, jobs: Int,
    progress: @escaping @Sendable (Int, Int, String) -> Void,
    failed: @escaping @Sendable (CaptureFailure) -> Void
  ) {
    self.init(
      dataset: dataset, judge: { try detector.detect(CaptureFolder.read(at: $0, threads: 1)) },
      truth: { try CaptureFolder.trueKeyPoints(at: $0) }, log: log, jobs: jobs, progress: progress,
      failed: failed)
  }
}
