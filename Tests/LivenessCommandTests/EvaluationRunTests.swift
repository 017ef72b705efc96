import Foundation
import Liveness
import LivenessEvaluation
import LivenessFaces
import LivenessMedia
import Synchronization
import Testing

@testable import LivenessCommand

struct EvaluationRunTests {
  private let folder = TemporaryFolder()

  private func dataset(_ count: Int) throws -> Dataset {
    let rows = (0..<count).map { "c\($0),\($0 % 2 == 0 ? "bona-fide" : "attack"),print" }
    return try Dataset(
      manifest: Array((["capture,label,species"] + rows).joined(separator: "\n").utf8),
      path: "m.csv")
  }

  private func header(
    _ dataset: Dataset, _ shard: Int = 1, of shards: Int = 1, threshold: Double = 0.5
  ) -> ResultsFile.Header {
    ResultsFile.Header(
      dataset: dataset.digest, rows: dataset.presentations.count, shard: shard, shards: shards,
      model: LivenessPolicy.Model(title: "m 1", labels: .liveIsOne), threshold: threshold)
  }

  /// A detector of which the score follows from the name; every seventh capture cannot be read.
  private static func judge(_ path: String) throws -> LivenessResult {
    let number = Int(path.dropFirst()) ?? 0
    if number % 7 == 6 { throw LivenessError.noBundledWeights }
    return LivenessResult(
      decision: .live, liveProbability: Double(number * 37 % 101) / 101, threshold: 0.5,
      reasons: number % 5 == 4 ? [.faceTooSmall] : [], model: "m 1")
  }

  /// Judges one shard into a file of the temporary folder.
  private func judge(
    _ dataset: Dataset, into name: String, shard: Int = 1, of shards: Int = 1, jobs: Int = 3,
    _ judge: @escaping @Sendable (String) throws -> LivenessResult = Self.judge
  ) async throws -> Bool {
    let header = header(dataset, shard, of: shards)
    let log = try ResultsLog(at: folder.path + "/" + name, header: header)
    let run = EvaluationRun(
      dataset: dataset, judge: judge, log: log, jobs: jobs, progress: { _, _, _ in },
      failed: { _ in })
    return try await run(Array(header.assigned))
  }

  private func merged(_ names: String...) throws -> JudgedDataset {
    try JudgedDataset(merging: names.map { try ResultsFile(at: folder.path + "/" + $0) })
  }

  private func json(_ judged: JudgedDataset) -> String {
    let evaluation = Evaluation(judged.presentations, rule: .liveAbove(0.5), replicates: 20)
    return EvaluationJSON(evaluation: evaluation, dataset: judged, split: nil).text
  }

  @Test func `every row is judged once, and what cannot be read is counted`() async throws {
    let dataset = try dataset(40)
    #expect(try await judge(dataset, into: "r.jsonl"))
    let judged = try merged("r.jsonl")
    #expect(judged.rows == 40 && judged.unreadable == ["notJudged": 5])
    #expect(judged.presentations.count == 35)
    #expect(judged.presentations.map(\.id).first == "c0")
    #expect(judged.presentations.filter { $0.response == .none(reason: "faceTooSmall") }.count == 7)
  }

  @Test func `shards put together give the bytes of the whole`() async throws {
    let dataset = try dataset(40)
    #expect(try await judge(dataset, into: "whole.jsonl"))
    for shard in 1...3 {
      #expect(try await judge(dataset, into: "\(shard).jsonl", shard: shard, of: 3))
    }
    #expect(try json(merged("3.jsonl", "1.jsonl", "2.jsonl")) == json(merged("whole.jsonl")))
  }

  @Test func `Row 1.16: the error of key points is reported, with the same bytes of shards`()
    async throws
  {
    let dataset = try dataset(40)
    let points = FaceKeyPoints(points: (0..<68).map { SIMD2(10 * Double($0), 0) })
    let truth = try #require(TrueKeyPoints(points))
    func run(into name: String, shard: Int = 1, of shards: Int = 1) async throws {
      let header = header(dataset, shard, of: shards)
      let run = EvaluationRun(
        dataset: dataset,
        judge: { path in
          let number = Int(path.dropFirst()) ?? 0
          let found = points.mapped { $0 + SIMD2(0, Double(number)) }
          return LivenessResult(
            decision: .live, liveProbability: 0.75, threshold: 0.5,
            keyPoints: number == 3 ? nil : found, model: "m 1")
        },
        truth: { $0 == "c2" ? nil : truth },
        log: try ResultsLog(at: folder.path + "/" + name, header: header), jobs: 3,
        progress: { _, _, _ in }, failed: { _ in })
      #expect(try await run(Array(header.assigned)))
    }
    try await run(into: "whole.jsonl")
    for shard in 1...3 { try await run(into: "\(shard).jsonl", shard: shard, of: 3) }
    let whole = try merged("whole.jsonl")
    let text = json(whole)
    #expect(try json(merged("3.jsonl", "1.jsonl", "2.jsonl")) == text)
    #expect(
      text.contains(#""above_10_percent":{"count":15,"total":19,"#)
        && text.contains(#""not_found":1},"without_true_points":1}"#))
    let evaluation = Evaluation(whole.presentations, rule: .liveAbove(0.5), replicates: 20)
    // Errors of 0, 4, 6 … 38 pixels, of 90: a mean of 378/19 pixels.
    #expect(abs((evaluation.keyPoints?.bonaFide?.mean ?? 0) - 378.0 / 19 / 90) < 1e-6)
    let table = EvaluationText(evaluation: evaluation, dataset: whole, split: nil)
      .text(columns: 100, style: .plain)
    #expect(table.contains("bona fide  mean 22.11 %, median 22.22 %, 95th percentile 40.22 %"))
    #expect(table.contains("none found on 1") && table.contains("1 capture without true points"))
    let lines = EvaluationCSV.rates(evaluation).components(separatedBy: "\r\n")
    #expect(lines.contains { $0.hasPrefix("key-point error mean,,bona fide,,,19,0.22105") })
    #expect(lines.contains { $0.hasPrefix("key-point error above 10 %,,bona fide,,15,19,0.789") })
    #expect(lines.contains { $0.hasPrefix("key points not found,,attacks,,1,20,0.05,") })
    #expect(
      lines.filter { !$0.isEmpty }.allSatisfy {
        $0.split(
          separator: ",", omittingEmptySubsequences: false
        ).count == 10
      })
    let page = EvaluationPage(
      evaluation: evaluation, dataset: whole, presentations: whole.presentations, split: nil,
      source: "m.jsonl", mistakes: [], date: 0
    ).html
    #expect(page.contains("<h2>Key points</h2>") && page.contains(">22.11 %</td>"))
    #expect(page.contains("; 1 capture without true points.</caption>"))
  }

  @Test func `a capture of which the true points are damaged is counted as unreadable`()
    async throws
  {
    let dataset = try dataset(4)
    let header = header(dataset)
    let run = EvaluationRun(
      dataset: dataset, judge: Self.judge,
      truth: { path in
        guard path == "c1" else { return nil }
        throw CaptureError(code: .wrongValue, message: "points: expected 68", file: path)
      },
      log: try ResultsLog(at: folder.path + "/r.jsonl", header: header), jobs: 1,
      progress: { _, _, _ in }, failed: { #expect($0.message == "points: expected 68") })
    #expect(try await run(Array(header.assigned)))
    let judged = try merged("r.jsonl")
    #expect(judged.unreadable == ["wrongValue": 1] && judged.presentations.count == 3)
    #expect(json(judged).contains(#""key_points":null"#))
  }

  @Test func `a run that was stopped goes on where it was`() async throws {
    let dataset = try dataset(40)
    let judged = JudgedPaths()
    let isComplete = try await judge(dataset, into: "r.jsonl", jobs: 1) { path in
      if judged.add(path) == 10 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      return try Self.judge(path)
    }
    #expect(!isComplete)
    // The tail of a line that was being written when the power went.
    let path = folder.path + "/r.jsonl"
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"row\":39,\"capt".utf8))
    try handle.close()
    #expect(
      try await judge(dataset, into: "r.jsonl") { path in
        judged.add(path)
        return try Self.judge(path)
      })
    // One of the first ten could not be read, and was tried again.
    #expect(judged.all.count == 41 && Set(judged.all).count == 40)
    #expect(try await judge(dataset, into: "fresh.jsonl"))
    #expect(try json(merged("r.jsonl")) == json(merged("fresh.jsonl")))
  }

  @Test func `what could not be read is tried again, and noted where that has changed`()
    async throws
  {
    let dataset = try dataset(14)
    #expect(try await judge(dataset, into: "r.jsonl"))
    #expect(try merged("r.jsonl").unreadable == ["notJudged": 2])
    let before = folder.text(of: "r.jsonl")
    #expect(try await judge(dataset, into: "r.jsonl"))
    #expect(folder.text(of: "r.jsonl") == before)
    let judged = JudgedPaths()
    #expect(
      try await judge(dataset, into: "r.jsonl") { path in
        judged.add(path)
        return LivenessResult(
          decision: .live, liveProbability: 0.75, threshold: 0.5, model: "m 1")
      })
    #expect(Set(judged.all) == ["c6", "c13"])
    let whole = try merged("r.jsonl")
    #expect(whole.unreadable.isEmpty && whole.presentations.count == 14)
    #expect(whole.presentations[6].score == 0.75)
  }

  @Test func `a policy of another model is refused before anything is judged`() async throws {
    let judging = DatasetJudging(
      dataset: try dataset(2), model: nil, results: folder.path + "/r.jsonl", shard: .whole,
      jobs: 1, policyModel: LivenessPolicy.Model(title: "m 1", labels: .liveIsOne))
    let error = await #expect(throws: DatasetError.self) { _ = try await judging() }
    #expect(error?.message.contains("expected scores of the policy's model m 1") == true)
    #expect(folder.names.isEmpty)
  }

  @Test func `a shard of which nothing could be read is told by the exit status`() async throws {
    let shard = try #require(Shard(argument: "2/2"))
    let judging = DatasetJudging(
      dataset: try dataset(4), model: nil, results: folder.path + "/r.jsonl", shard: shard, jobs: 1)
    #expect(try await judging() == .unreadableInput)
    #expect(
      judging.shardText(2, judged: 1).hasPrefix(
        "Shard 2 of 2: 1 capture judged into \(folder.path)/r.jsonl, 1 could not be read. "))
  }

  @Test func `it is said how many captures are not judged again`() throws {
    let judging = DatasetJudging(
      dataset: try dataset(12), model: nil, results: "r.jsonl", shard: .whole, jobs: nil)
    #expect(judging.earlierText(12, 0) == nil)
    #expect(
      judging.earlierText(12, 9)?.hasPrefix(
        "liveness: r.jsonl holds the results of 9 of 12 captures already") == true)
  }

  @Test func `results of another data set, model or shard are not appended to`() async throws {
    let small = try dataset(10)
    #expect(try await judge(small, into: "r.jsonl"))
    let before = folder.text(of: "r.jsonl")
    let large = try dataset(12)
    #expect(throws: DatasetError.self) {
      _ = try ResultsLog(at: folder.path + "/r.jsonl", header: header(large))
    }
    #expect(throws: DatasetError.self) {
      _ = try ResultsLog(at: folder.path + "/r.jsonl", header: header(small, 2, of: 2))
    }
    // Weights that were trained anew under the same name have another threshold.
    let error = #expect(throws: DatasetError.self) {
      _ = try ResultsLog(at: folder.path + "/r.jsonl", header: header(small, threshold: 0.25))
    }
    #expect(error?.message.contains("threshold 0.25, found") == true)
    #expect(folder.text(of: "r.jsonl") == before)
  }

  @Test func `a file of something else is left as it is`() throws {
    let path = folder.path + "/notes.txt"
    try Data("my notes".utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: DatasetError.self) {
      _ = try ResultsLog(at: path, header: header(try dataset(2)))
    }
    #expect(error?.message.contains("something else") == true)
    #expect(folder.text(of: "notes.txt") == "my notes")
  }

  @Test func `two processes do not write into one file`() throws {
    let dataset = try dataset(2)
    let path = folder.path + "/r.jsonl"
    let first = try ResultsLog(at: path, header: header(dataset))
    #expect(throws: OutputError.self) { _ = try ResultsLog(at: path, header: header(dataset)) }
    try first.synchronize()
  }

  @Test func `a full disk ends the run with words, and what follows tells it again`() throws {
    let log = try ResultsLog(OutputFile.appending(to: "/dev/full"))
    let error = #expect(throws: OutputError.self) { try log.append("x") }
    #expect(throws: OutputError.self) { try log.synchronize() }
    guard case .refused(_, let reason)? = error else {
      Issue.record("the write is refused")
      return
    }
    #expect(reason.contains("space"))
  }

  @Test func `a run tells its rate and the time left`() {
    #expect(RunProgress.pace(0, of: 10, seconds: 1) == "")
    #expect(RunProgress.pace(10, of: 100, seconds: 5) == "2.0/s, 45 s left")
    #expect(RunProgress.pace(10, of: 1000, seconds: 10) == "1.0/s, 17 min left")
    #expect(RunProgress.pace(1, of: 7201, seconds: 1) == "1.0/s, 2.0 h left")
  }
}

/// Which captures were judged, by all jobs together.
private final class JudgedPaths: Sendable {
  private let paths = Mutex<[String]>([])

  var all: [String] { paths.withLock { $0 } }

  /// Adds a path; the number of all of them.
  @discardableResult
  func add(_ path: String) -> Int {
    paths.withLock { paths in
      paths.append(path)
      return paths.count
    }
  }
}
