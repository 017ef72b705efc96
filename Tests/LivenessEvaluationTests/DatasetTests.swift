import Liveness
import Testing

@testable import LivenessEvaluation

struct DatasetTests {
  private func dataset(
    _ text: String, path: String = "folder/scores.csv", labels: LabelMode? = nil
  ) throws(DatasetError) -> Dataset {
    try Dataset(manifest: Array(text.utf8), path: path, labels: labels)
  }

  /// The message of the refusal; empty where there is none.
  private func refusal(
    _ text: String, path: String = "scores.csv", labels: LabelMode? = nil
  ) -> String {
    do {
      _ = try dataset(text, path: path, labels: labels)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func `a manifest is read by the names of its columns`() throws {
    let found = try dataset(
      """
      label,capture,species,subject,split
      bona-fide,a/1,,anna,dev
      attack,/b/2,print-flat,ben,test

      """)
    #expect(found.presentations.map(\.label) == [.bonaFide, .attack])
    #expect(found.presentations.map(\.id) == ["a/1", "/b/2"])
    #expect(found.captures == ["folder/a/1", "/b/2"])
    #expect(found.presentations[1].species == "print-flat" && !found.isJudged)
    #expect(found.splits == ["dev", "test"])
    #expect(found.presentations(inSplit: "dev").map(\.subject) == ["anna"])
    #expect(found.presentations(inSplit: nil).count == 2)
  }

  @Test func `a reason is an answer, whatever its name`() throws {
    let failed = try dataset("capture,label,reason\na,attack,notJudged\nb,attack,noFace\n")
    #expect(failed.isJudged)
    #expect(failed.presentations[0].response == .none(reason: "notJudged"))
    let waiting = try dataset("capture,label,reason\na,attack,notJudged\nb,attack,\n")
    #expect(!waiting.isJudged && waiting.presentations[1].response == .notJudged)
  }

  @Test func `names that only their bytes tell apart are two captures`() throws {
    let found = try dataset("capture,label\nvisite\u{301},attack\nvisit\u{E9},bona-fide\n")
    #expect(found.presentations.map { Array($0.id.utf8).count } == [8, 7])
  }

  private func results(_ lines: [String], shard: Int = 1, of shards: Int = 1) -> String {
    let digest = String(repeating: "ab", count: 32)
    let header =
      #"{"format":"liveness-results/1","dataset":"\#(digest)","rows":3,"shard":\#(shard),"#
      + #""shards":\#(shards),"model":"m 1","classes":["spoof","live"],"threshold":0.5}"#
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  @Test func `results are scores where they are whole, with what could not be read counted`()
    throws
  {
    let lines = [
      #"{"row":2,"capture":"c","label":"attack","score":0.25}"#,
      #"{"row":0,"capture":"a","label":"bona-fide","score":0.75}"#,
      #"{"row":1,"capture":"b","label":"attack","unreadable":"missingFile"}"#,
    ]
    let whole = try dataset(results(lines), path: "r.jsonl")
    #expect(whole.isJudged && whole.presentations.map(\.id) == ["a", "c"])
    #expect(whole.unreadable == ["missingFile": 1] && JudgedDataset(whole).rows == 3)
    #expect(refusal(results(Array(lines.prefix(2))), path: "r.jsonl").contains("found 1 missing"))
    let part = results(Array(lines[..<2]), shard: 1, of: 2)
    #expect(refusal(part, path: "r.jsonl").contains("expected all 2 shards"))
  }

  @Test func `the results of all shards are the scores of one run, in any order`() throws {
    let parts = [
      results(
        [
          #"{"row":2,"capture":"c","label":"attack","score":0.25}"#,
          #"{"row":0,"capture":"a","label":"bona-fide","score":0.75}"#,
        ], shard: 1, of: 2),
      results([#"{"row":1,"capture":"b","label":"attack","score":0.5}"#], shard: 2, of: 2),
    ]
    let named = zip(["part-1.jsonl", "part-2.jsonl"], parts).map { ($0, Array($1.utf8)) }
    for files in [named, named.reversed()] {
      let dataset = try Dataset(results: files)
      #expect(dataset.presentations.map(\.id) == ["a", "b", "c"] && dataset.isJudged)
      #expect(dataset.digest == SHA256.hexadecimal(Array(parts.joined().utf8)))
    }
    #expect(try Dataset(results: named).path == "part-1.jsonl and 1 more")
    #expect(throws: DatasetError.self) { try Dataset(results: [named[0], named[0]]) }
    let table = ("s.csv", Array("score,label\n0.5,attack\n".utf8))
    #expect(throws: DatasetError.self) { try Dataset(results: [named[0], table]) }
  }

  @Test func `quotes, line ends and a byte order mark are read as RFC 4180 has them`() throws {
    let found = try dataset(
      "\u{FEFF}score,label,species,group\r\n0.5,attack,\"a \"\"b\"\", c\",\"two\nlines\"\r\n"
        + "\r\n1,bona-fide,,\"\"")
    #expect(found.presentations.map(\.species) == ["a \"b\", c", ""])
    #expect(found.presentations.map(\.group) == ["two\nlines", ""])
    #expect(found.presentations.map(\.id) == ["line 2", "line 5"])
    #expect(found.presentations.compactMap(\.score) == [0.5, 1] && found.isJudged)
  }

  @Test func `JSON Lines say the same`() throws {
    let found = try dataset(
      """
      {"score": 0.25, "label": "attack", "species": "mask", "model": "m 1"}

      {"reason": "noFace", "score": null, "label": "bona-fide", "model": "m 1"}
      {"score": 1e-3, "label": 1, "model": "m 1"}
      """, path: "s.jsonl", labels: .liveIsOne)
    #expect(found.presentations.map(\.label) == [.attack, .bonaFide, .bonaFide])
    #expect(
      found.presentations.map(\.response) == [.score(0.25), .none(reason: "noFace"), .score(1e-3)])
    #expect(found.model == "m 1")
  }

  @Test func `a matcher's answer is true, false or not there`() throws {
    let table = try dataset("score,label,matched\n1,attack,true\n1,attack,false\n1,attack,\n")
    #expect(table.presentations.map(\.matched) == [true, false, nil])
    let lines = try dataset(
      """
      {"score": 1, "label": "attack", "matched": true}
      {"score": 1, "label": "attack", "matched": false}
      {"score": 1, "label": "attack", "matched": null}
      {"score": 1, "label": "attack"}
      """, path: "s.jsonl")
    #expect(lines.presentations.map(\.matched) == [true, false, nil, nil])
  }

  @Test func `what is counted is a frame, a presentation or not said`() throws {
    let frames = try dataset("score,label,unit\n1,attack,frame\n0,attack,frame\n")
    #expect(frames.presentations.map(\.unit) == [.frame, .frame])
    let line = "{\"score\": 1, \"label\": \"attack\", \"unit\": \"presentation\"}"
    #expect(try dataset(line, path: "s.jsonl").presentations.map(\.unit) == [.presentation])
    #expect(try dataset("score,label,unit\n1,attack,\n").presentations.map(\.unit) == [nil])
  }

  @Test func `numbers are labels only where it is said which is live`() throws {
    let text = "score,label\n0.1,0\n0.9,1\n"
    #expect(refusal(text).contains("line 2: label: expected \"bona-fide\" or \"attack\", found 0"))
    #expect(
      try dataset(text, labels: .liveIsOne).presentations.map(\.label) == [.attack, .bonaFide])
    #expect(
      try dataset(text, labels: .liveIsZero).presentations.map(\.label) == [.bonaFide, .attack])
    #expect(refusal("score,label\n0.1,2\n", labels: .liveIsOne).contains("found \"2\""))
  }

  @Test(arguments: [
    ("", "names the columns"),
    ("score,label\n", "expected rows"),
    ("score,label\n0.5", "line 2: expected 2 fields"),
    ("score,label\n0.5,attack,x\n", "line 2: expected 2 fields as in the first line, found 3"),
    ("score,lable\n", "did you mean \"label\"?"),
    ("score,label,label\n", "stands there twice"),
    ("score\n0.5\n", "expected a column \"label\""),
    ("score,label\n0.5,atack\n", "did you mean \"attack\"?"),
    ("score,label\n0.5,\n", "found nothing"),
    ("score,label,matched\n1,attack,1\n", "matched: expected true or false, found \"1\""),
    ("score,label,matched\n1,attack,True\n", "matched: expected true or false, found \"True\""),
    ("score,label,unit\n1,attack,video\n", "unit: expected frame or presentation, found \"video\""),
    ("score,label,unit\n1,attack,frame\n1,attack,\n", "line 3: expected the same unit"),
    ("score,label\nnan,attack\n", "expected a finite number, found \"nan\""),
    ("score,label\ninf,attack\n", "expected a finite number, found \"inf\""),
    ("score,label\n0x1p-1,attack\n", "expected a finite number"),
    ("score,label\n,attack\n", "expected a capture, a score or a reason"),
    ("score,label\n\"0.5,attack\n", "line 2: expected the quote to be closed"),
    ("score,label\n0.\"5,attack\n", "bare quote"),
    ("score,label\n\"0.5\"x,attack\n", "after the closing quote"),
    ("score,label\n0.5,attack\r0.6,attack\n", "after a carriage return"),
    ("capture,label\nx,attack\ny,attack\nx,attack\n", "line 4: the capture \"x\" stands in line 2"),
    ("score,label,model\n1,attack,a\n1,attack,b\n", "expected scores of one model"),
    ("score,label,split\n1,attack,a\n1,attack,\n", "a split in every row or in none"),
  ])
  func `what is wrong is told with its line`(text: String, message: String) {
    #expect(refusal(text).contains(message), "\(refusal(text))")
  }

  @Test(arguments: [
    ("{\"score\": \"0.5\", \"label\": \"attack\"}", "score: expected a number, found a string"),
    ("{\"score\": 1, \"label\": true}", "label: expected a string, found a boolean"),
    (
      "{\"score\": 1, \"label\": \"attack\", \"matched\": \"true\"}",
      "matched: expected a boolean, found a string"
    ),
    ("{\"score\": 1, \"label\": \"attack\", \"species\": true}", "species: expected a string"),
    ("[1]", "expected an object"), ("{\"score\": 1", "is not valid JSON"),
    ("{\"scores\": 1}", "did you mean \"score\"?"), ("\n\n", "expected rows, found none"),
    ("{\"score\": 1e999, \"label\": \"attack\"}", "out of range"),
  ])
  func `what is wrong with JSON Lines is told`(text: String, message: String) {
    #expect(refusal(text, path: "s.jsonl").contains(message), "\(refusal(text, path: "s.jsonl"))")
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: DatasetError.self) {
      try Dataset(manifest: [0x73, 0xFF, 0x0A], path: "s.csv")
    }
  }

  @Test func `a file that is not there is told`() {
    #expect(throws: DatasetError.self) { try Dataset(manifestAt: "/nonexistent/scores.csv") }
  }

  @Test func `digests are those of FIPS 180-4`() {
    #expect(
      SHA256.hexadecimal([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexadecimal(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(Array(repeating: UInt8(ascii: "a"), count: 1000))
        == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
  }
}
