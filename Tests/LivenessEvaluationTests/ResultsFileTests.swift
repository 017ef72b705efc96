import Liveness
import LivenessFaces
import LivenessLayers
import Testing

@testable import LivenessEvaluation

struct ResultsFileTests {
  private static let digest = String(repeating: "ab", count: 32)

  private func header(_ shard: Int = 1, of shards: Int = 1, model: String = "m 1") -> String {
    #"{"format":"liveness-results/1","dataset":"\#(Self.digest)","rows":4,"shard":\#(shard),"#
      + #""shards":\#(shards),"model":"\#(model)","classes":["spoof","live"],"threshold":0.5}"#
      + "\n"
  }

  private func line(_ row: Int, score: Double) -> String {
    #"{"row":\#(row),"capture":"c\#(row)","label":"attack","score":\#(score)}"# + "\n"
  }

  private func file(_ text: String, path: String = "r.jsonl") throws(DatasetError) -> ResultsFile? {
    try ResultsFile(Array(text.utf8), path: path)
  }

  private func refusal(_ text: String) -> String {
    do {
      _ = try file(text)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func `a file of results says what it belongs to and what became of the rows`() throws {
    let text =
      header() + line(2, score: 0.25)
      + #"{"row":0,"label":"bona-fide","unreadable":"missingFile","capture":"c0"}"# + "\n"
      + #"{"row":1,"label":"bona-fide","capture":"c1","score":0.9,"reason":"noFace"}"# + "\n"
    let results = try #require(try file(text))
    #expect(results.header.model == LivenessPolicy.Model(title: "m 1", labels: .liveIsOne))
    #expect(results.outcomes[0] == .unreadable(code: "missingFile"))
    guard case .judged(let first)? = results.outcomes[1],
      case .judged(let second)? = results.outcomes[2]
    else {
      Issue.record("rows 1 and 2 are judged")
      return
    }
    #expect(first.response == .none(reason: "noFace") && second.response == .score(0.25))
    #expect(results.missing == 1 && results.wholeBytes == text.utf8.count)
  }

  @Test func `a torn last line is left out at every length`() throws {
    let whole = header() + line(0, score: 0.5)
    let torn = line(1, score: 0.5)
    for length in 0..<torn.utf8.count {
      let bytes = Array(whole.utf8) + torn.utf8.prefix(length)
      let results = try #require(try ResultsFile(bytes, path: "r"))
      #expect(results.wholeBytes == whole.utf8.count && results.outcomes.count == 1)
    }
    for length in 0..<header().utf8.count {
      #expect(try ResultsFile(Array(header().utf8.prefix(length)), path: "r") == nil)
    }
  }

  @Test(arguments: [
    ("{}\n", "format"), ("\n", "not valid JSON"),
    (#"{"format":"liveness-results/2"}"# + "\n", "liveness-results/1"),
  ])
  func `a file of something else is refused`(text: String, message: String) {
    #expect(refusal(text).contains(message), "\(refusal(text))")
  }

  @Test(arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
  func `a data set is named by its digest`(dataset: String) {
    let text = header().replacing(Self.digest, with: dataset)
    #expect(refusal(text).contains("dataset: expected a digest of 64 hexadecimal digits"))
  }

  @Test func `a row that could not be read may be tried again, and the later line holds`() throws {
    func unreadable(_ row: Int, _ code: String) -> String {
      #"{"row":\#(row),"capture":"c\#(row)","label":"attack","unreadable":"\#(code)"}"# + "\n"
    }
    let text =
      header() + unreadable(0, "missingFile") + unreadable(1, "missingFile") + line(2, score: 0.5)
      + unreadable(1, "truncatedImage")
    let results = try #require(try file(text + line(0, score: 0.25)))
    #expect(results.judged == 2 && results.missing == 1)
    #expect(results.outcomes[1] == .unreadable(code: "truncatedImage"))
    guard case .judged(let presentation)? = results.outcomes[0] else {
      Issue.record("row 0 is judged")
      return
    }
    #expect(presentation.score == 0.25)
    #expect(refusal(text + unreadable(2, "missingFile")).contains("the row 2 stands there twice"))
  }

  @Test func `rows that cannot be are refused with their line`() {
    #expect(refusal(header() + line(4, score: 1)).contains("line 2: row"))
    #expect(refusal(header(2, of: 2) + line(0, score: 1)).contains("line 2: row"))
    #expect(refusal(header() + line(1, score: 1) + line(1, score: 1)).contains("line 3"))
    #expect(refusal(header() + #"{"label":"attack","score":1}"# + "\n").contains("row"))
    #expect(refusal(header() + "not JSON\n" + line(1, score: 1)).contains("line 2"))
  }

  @Test func `shards put together are the whole, in whichever order they come`() throws {
    let whole = try #require(
      try file(header() + (0..<4).map { line($0, score: Double($0) / 4) }.joined()))
    let odd = try #require(
      try file(header(2, of: 2) + line(3, score: 0.75) + line(1, score: 0.25), path: "odd"))
    let even = try #require(
      try file(header(1, of: 2) + line(0, score: 0) + line(2, score: 0.5), path: "even"))
    let expected = try JudgedDataset(merging: [whole])
    for files in [[odd, even], [even, odd]] {
      let merged = try JudgedDataset(merging: files)
      #expect(merged.presentations == expected.presentations)
      #expect(merged.rows == 4 && merged.threshold == 0.5 && merged.model == "m 1")
    }
  }

  @Test func `rows are counted without being listed`() throws {
    for shards in 1...5 {
      for shard in 1...shards {
        for rows in 1...12 {
          let header = ResultsFile.Header(
            dataset: "", rows: rows, shard: shard, shards: shards,
            model: LivenessPolicy.Model(title: "m", labels: .liveIsOne), threshold: 0.5)
          #expect(header.assignedCount == Array(header.assigned).count, "\(shard)/\(shards)")
        }
      }
    }
  }

  @Test func `shards that are not the parts of one run are refused`() throws {
    let even = try #require(try file(header(1, of: 2) + line(0, score: 0) + line(2, score: 0.5)))
    let part = try #require(try file(header(2, of: 2) + line(1, score: 0)))
    let other = try #require(
      try file(header(2, of: 2, model: "m 2") + line(1, score: 0) + line(3, score: 0)))
    func message(_ files: [ResultsFile]) -> String {
      do throws(DatasetError) {
        _ = try JudgedDataset(merging: files)
        return ""
      } catch {
        return error.message
      }
    }
    #expect(message([even]).contains("found none of the numbers 2"))
    #expect(message([even, part]).contains("1 missing"))
    #expect(message([even, other]).contains("same data set, model"))
    #expect(message([even, even]).contains("each shard once"))
    #expect(!message([]).isEmpty)
  }

  @Test func `what was measured of a capture is kept, and a quantity of no model is refused`()
    throws
  {
    func text(_ inputs: String) -> String {
      header() + #"{"row":0,"label":"attack","capture":"c","score":0.1,"inputs":\#(inputs)}"# + "\n"
    }
    let results = try #require(try file(text(#"{"face_pixels":125.5,"image_contrast":0.1}"#)))
    guard case .judged(let presentation)? = results.outcomes[0] else {
      Issue.record("row 0 is judged")
      return
    }
    #expect(presentation.inputs?[.faceSize] == 125.5)
    #expect(presentation.inputs?[.imageContrast] == 0.1)
    #expect(presentation.inputs?[.faceDistance] == nil)
    #expect(refusal(text(#"{"size":1}"#)).contains("found \"size\""))
    #expect(refusal(text(#"{"face_pixels":"1"}"#)).contains("expected a number, found a string"))
    #expect(refusal(text("[]")).contains("expected an object, found an array"))
  }
}
