import Dispatch
import LivenessEvaluation
import LivenessMedia
import Synchronization

/// The file that results are appended to, line by line; each line is on the disk within half a second.
final class ResultsLog: Sendable {
  private struct State {
    var isWaiting = false
    var failure: OutputError?
  }

  private static let longestDelay = DispatchTimeInterval.milliseconds(500)

  private let file: OutputFile
  private let state = Mutex(State())

  /// What the file held already.
  let earlier: ResultsFile?

  /// Opens the file for a run; a torn last line of an earlier one is taken away.
  ///
  /// - Throws: ``OutputError``; `DatasetError` where the file holds something else, or results that
  ///   do not belong to this run.
  init(at path: String, header: ResultsFile.Header) throws {
    file = try OutputFile.appending(to: path)
    let start = Array(ResultsLines.header(header).utf8)
    // What stands there may be large, and is read as a whole only where it is results.
    let found = StandardFiles.start(of: path, count: start.count)
    guard found.isEmpty || ResultsFile.isResults(found) || start.starts(with: found) else {
      throw DatasetError(
        file: path,
        message: "expected results of liveness evaluate, found something else; name another file "
          + "with --results")
    }
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(at: path, limit: .max)
    } catch {
      throw DatasetError(file: path, message: error.message)
    }
    earlier = try ResultsFile(bytes, path: path)
    if let found = earlier?.header, found != header {
      throw DatasetError(
        file: path,
        message:
          "expected results of shard \(header.shard) of \(header.shards) of this data set by "
          + "\(header.model) with the threshold \(header.threshold), found those of shard "
          + "\(found.shard) of \(found.shards) by \(found.model) with the threshold "
          + "\(found.threshold)\(found.dataset == header.dataset ? "" : " of another data set"); "
          + "name another file with --results")
    }
    try file.truncate(to: earlier?.wholeBytes ?? 0)
    if earlier == nil { try file.write(start + [UInt8(ascii: "\n")]) }
    try file.synchronize()
  }

  /// Takes an open file that holds nothing yet.
  init(_ file: OutputFile) {
    self.file = file
    earlier = nil
  }

  /// Appends a line; nothing more once something could not be written, which may have torn a line.
  func append(_ line: String) throws(OutputError) {
    let mustWait = try state.withLock { (state) throws(OutputError) -> Bool in
      if let failure = state.failure { throw failure }
      do throws(OutputError) {
        try file.write(line + "\n")
      } catch {
        state.failure = error
        throw error
      }
      defer { state.isWaiting = true }
      return !state.isWaiting
    }
    guard mustWait else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.longestDelay) { [weak self] in
      self?.synchronizeAfterDelay()
    }
  }

  private func synchronizeAfterDelay() {
    state.withLock { $0.isWaiting = false }
    do throws(OutputError) {
      try file.synchronize()
    } catch {
      state.withLock { $0.failure = error }
    }
  }

  /// Waits until everything is on the disk; an earlier failure is told again, since the disk tells it
  /// once.
  func synchronize() throws(OutputError) {
    try state.withLock { (state) throws(OutputError) -> Void in
      if let failure = state.failure { throw failure }
      do throws(OutputError) {
        try file.synchronize()
      } catch {
        state.failure = error
        throw error
      }
    }
  }
}
