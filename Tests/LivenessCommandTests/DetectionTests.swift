import Liveness
import LivenessFaces
import LivenessMedia
import Testing

@testable import LivenessCommand

/// Remembers what it was given.
final class Recorder: DetectionOutput {
  private(set) var started: [String] = []
  private(set) var outcomes: [CaptureOutcome] = []
  private(set) var tally: DetectionTally?
  var refusal: OutputError?

  func start(paths: [String]) { started = paths }
  func record(_ outcome: CaptureOutcome) throws {
    if let refusal { throw refusal }
    outcomes.append(outcome)
  }
  func finish(_ tally: DetectionTally) { self.tally = tally }
}

struct DetectionRunTests {
  private func run(
    judging judge: @escaping (String) throws -> CaptureOutcome.Verdict = { _ in
      .judged(try MadeUpFace.result(), try MadeUpFace.smallCapture(), reading: 1)
    }
  ) -> DetectionRun {
    DetectionRun(
      find: { path throws(CaptureError) in
        switch path {
        case "folder": return ["folder/b", "folder/a"]
        case "empty":
          throw CaptureError(code: .notReadable, message: "No capture.", file: "empty")
        default: return [path]
        }
      }, judge: { [try judge($0)] })
  }

  @Test func `captures are judged once each, sorted by path`() throws {
    let recorder = Recorder()
    let tally = try run()(["z", "folder", "é", "Z", "folder", "empty"], to: [recorder])
    let sorted = ["Z", "empty", "folder/a", "folder/b", "z", "é"]
    #expect(recorder.started == sorted)
    #expect(recorder.outcomes.map(\.path) == sorted)
    #expect(recorder.tally == tally)
    #expect(tally[.live] == 5 && tally[.unreadable] == 1)
  }

  @Test func `names that only their bytes tell apart are two captures`() throws {
    let recorder = Recorder()
    let tally = try run()(["\u{E9}", "e\u{301}"], to: [recorder])
    #expect(tally[.live] == 2)
    #expect(recorder.outcomes.map { Array($0.path.utf8) } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
  }

  @Test func `what cannot be read does not keep the others from being judged`() throws {
    let recorder = Recorder()
    let tally = try run { path in
      if path == "b" {
        throw CaptureError(code: .notReadable, message: "It is cut off.", file: "b/depth.png")
      }
      return .judged(try MadeUpFace.result(), try MadeUpFace.smallCapture(), reading: 1)
    }(["a", "b", "c"], to: [recorder])
    #expect(recorder.outcomes.map(\.word) == [.live, .unreadable, .live])
    #expect(recorder.outcomes[1].codes == ["notReadable"])
    #expect(tally.status == .unreadableInput)
  }

  @Test func `an error of another kind is an outcome too, never a decision`() throws {
    struct Unforeseen: Error {}
    let recorder = Recorder()
    let tally = try run { _ in throw Unforeseen() }(["a"], to: [recorder])
    #expect(recorder.outcomes[0].codes == ["notJudged"])
    #expect(recorder.outcomes[0].liveProbability == nil)
    #expect(tally.status == .unreadableInput)
  }

  @Test func `a cancelled run ends with what was judged so far`() throws {
    let recorder = Recorder()
    let tally = try run { path in
      if path == "c" { throw CancellationError() }
      return .judged(try MadeUpFace.result(), try MadeUpFace.smallCapture(), reading: 1)
    }(["a", "b", "c", "d"], to: [recorder])
    #expect(recorder.outcomes.map(\.path) == ["a", "b"])
    #expect(tally.isInterrupted && tally.status == .interrupted)
    #expect(recorder.tally?.isInterrupted == true)
  }

  @Test func `a cancelled task judges nothing more`() async throws {
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      let recorder = Recorder()
      let tally = try run()(["a"], to: [recorder])
      return (tally, recorder.outcomes.count)
    }
    let (tally, count) = try await task.value
    #expect(count == 0)
    #expect(tally.isInterrupted)
  }

  @Test func `a refused output stops the run at once`() {
    let recorder = Recorder()
    recorder.refusal = .refused(file: "report.html", reason: "No space left on device")
    var judged = 0
    #expect(throws: OutputError.refused(file: "report.html", reason: "No space left on device")) {
      try run { _ in
        judged += 1
        return .judged(try MadeUpFace.result(), try MadeUpFace.smallCapture(), reading: 1)
      }(["a", "b"], to: [recorder])
    }
    #expect(judged == 1)
  }

  @Test func `progress names what is next`() throws {
    var steps: [String] = []
    var run = run()
    run.progress = { steps.append("\($0) of \($1): \($2)") }
    _ = try run(["folder"], to: [])
    #expect(steps == ["0 of 2: folder/a", "1 of 2: folder/b"])
  }
}

struct DetectionTallyTests {
  @Test(
    arguments: [
      ([.live, .live], .live), ([.live, .undetermined], .undetermined),
      ([.live, .undetermined, .spoof], .spoof), ([.spoof, .unreadable], .unreadableInput),
      ([.unreadable], .unreadableInput), ([], .undetermined),
    ] as [([OutcomeWord], CommandStatus)])
  func `the exit status is that of the gravest outcome`(words: [OutcomeWord], status: CommandStatus)
  {
    var tally = DetectionTally()
    for word in words { tally.add(word) }
    #expect(tally.status == status)
    tally.isInterrupted = true
    #expect(tally.status == .interrupted)
  }

  @Test func `a frame that could not be read counts as much as a capture`() {
    var tally = DetectionTally()
    tally.add(.live)
    tally.unreadableFrames = 1
    #expect(tally.status == .unreadableInput)
  }

  @Test func `the exit statuses are the documented numbers`() {
    #expect(CommandStatus.live.rawValue == 0)
    #expect(CommandStatus.spoof.rawValue == 1)
    #expect(CommandStatus.undetermined.rawValue == 2)
    #expect(CommandStatus.unreadableInput.rawValue == 65)
    #expect(CommandStatus.unwritableOutput.rawValue == 74)
    #expect(CommandStatus.interrupted.rawValue == 130)
    #expect(CommandStatus.closedPipe.rawValue == 141)
  }

  @Test func `the sentence counts what occurred`() {
    var tally = DetectionTally()
    #expect(tally.sentence == "0 captures")
    for word in [OutcomeWord.spoof, .live, .spoof] { tally.add(word) }
    #expect(tally.sentence == "3 captures: 1 live, 2 spoof")
    tally.isInterrupted = true
    #expect(tally.sentence == "3 captures: 1 live, 2 spoof; interrupted")
  }
}

struct DetectionLinesTests {
  @Test func `a decision is one object a line`() throws {
    let line = DetectionLines.line(try MadeUpFace.outcome("captures/live-01"))
    #expect(
      line == #"""
        {"capture":"captures/live-01","decision":"live","live_probability":0.9987,"threshold":0.5,\#
        "reasons":[],"outside_training_range":[],"geometry":[],\#
        "face":{"box":[224,96,192,256],"key_points":\#(MadeUpFace.keyPointsText)},\#
        "model":"depth-fusion 1.0.0","milliseconds":{"reading":8.125,"alignment":1.25,\#
        "crop":0.4,"key_points":6.5,"fusion":4.75}}
        """#)
  }

  @Test func `key points are rounded to a thousandth of a pixel`() throws {
    let line = DetectionLines.line(try MadeUpFace.outcome("a"))
    #expect(line.contains(#""key_points":[[227.84,213.76],[239.36,"#))
    #expect(line.filter { $0 == "[" }.count == 68 + 5)
  }

  @Test func `what a key-point model says of eyes and mouth stands beside the points`() throws {
    let found = MadeUpFace.keyPoints.adding(
      eyes: EyePoints(
        pupils: [SIMD2(270.25, 200), SIMD2(360, 200)],
        canthi: [SIMD2(250, 201), SIMD2(290, 201), SIMD2(340, 201), SIMD2(380, 201)]),
      visibility: [0.25] + Array(repeating: 1, count: 73),
      openness: FaceOpenness(leftEye: 0.31, rightEye: 0.3, mouth: 0))
    let result = LivenessResult(
      decision: .live, liveProbability: 0.9, threshold: 0.5, face: MadeUpFace.box, keyPoints: found,
      model: "m")
    let outcome = CaptureOutcome(
      path: "a", verdict: .judged(result, try MadeUpFace.smallCapture(), reading: 1))
    let line = DetectionLines.line(outcome)
    #expect(
      line.contains(
        #"""
        "pupils":[[270.25,200],[360,200]],\#
        "canthi":[[250,201],[290,201],[340,201],[380,201]],"visibility":[0.25,1,1,
        """#))
    #expect(line.contains(#","openness":{"left_eye":0.31,"right_eye":0.3,"mouth":0}}"#))
  }

  @Test func `no decision has its reasons, and null for what is not known`() throws {
    let outcome = try MadeUpFace.outcome(
      "a", .undetermined, probability: nil, reasons: [.noFace, .insufficientDepth], face: nil)
    #expect(
      DetectionLines.line(outcome).hasPrefix(
        #"""
        {"capture":"a","decision":"undetermined","live_probability":null,"threshold":0.5,\#
        "reasons":["noFace","insufficientDepth"],\#
        "outside_training_range":[],"geometry":[],"face":null,"model"
        """#))
  }

  @Test func `a face without key points says so`() throws {
    let outcome = try MadeUpFace.outcome("a", .undetermined, probability: nil)
    #expect(
      DetectionLines.line(outcome).contains(
        #""face":{"box":[224,96,192,256],"key_points":null}"#))
  }

  @Test func `numbers that JSON cannot carry are null`() throws {
    let outcome = try MadeUpFace.outcome("a", .undetermined, probability: .nan)
    #expect(DetectionLines.line(outcome).contains(#""live_probability":null"#))
  }

  @Test func `what could not be read has an error and no decision`() {
    let line = DetectionLines.line(
      MadeUpFace.failure("captures/a \"b\"\n", message: "Ends after 3 bytes."))
    #expect(
      line == #"""
        {"capture":"captures/a \"b\"\n","error":{"code":"notReadable",\#
        "message":"Ends after 3 bytes.","file":"captures/a \"b\"\n/depth.png"}}
        """#)
  }
}

struct DetectionTableTests {
  private func table(_ outcomes: [CaptureOutcome], columns: Int? = nil) -> [String] {
    let width = DetectionTable.captureWidth(paths: outcomes.map(\.path), columns: columns)
    return [DetectionTable.header(captureWidth: width)]
      + outcomes.map { DetectionTable.row($0, captureWidth: width, style: .plain) }
  }

  @Test func `the columns are aligned`() throws {
    let rows = table([
      try MadeUpFace.outcome("captures/attack-print-flat-01", .spoof, probability: 0.00002),
      try MadeUpFace.outcome("captures/dark", .undetermined, probability: nil, reasons: [.noFace]),
      try MadeUpFace.outcome("captures/live-01"),
      MadeUpFace.failure("captures/torn"),
    ])
    #expect(
      rows == [
        "CAPTURE                        DECISION       P(LIVE)       TIME  REASONS",
        "captures/attack-print-flat-01  spoof          <0.0001    21.0 ms",
        "captures/dark                  undetermined         –    21.0 ms  noFace",
        "captures/live-01               live            0.9987    21.0 ms",
        "captures/torn                  unreadable           –          –  notReadable",
      ])
  }

  @Test func `a long path is shortened on a narrow terminal and only there`() throws {
    let path = "captures/a-very-long-name-of-a-folder/and-another-one/live-01"
    let outcome = try MadeUpFace.outcome(path)
    #expect(table([outcome])[1].hasPrefix(path + "  live"))
    #expect(table([outcome], columns: 80)[1].hasPrefix("…folder/and-another-one/live-01  "))
    #expect(table([outcome], columns: 10)[1].hasPrefix("…another-one/live-01  "))
  }

  @Test func `colour is written only where it is wanted`() throws {
    let outcome = try MadeUpFace.outcome("a")
    let row = DetectionTable.row(
      outcome, captureWidth: 7, style: TerminalStyle(isColored: true))
    #expect(row.contains("\u{1B}[32mlive        \u{1B}[0m"))
    #expect(
      !DetectionTable.row(outcome, captureWidth: 7, style: .plain).contains("\u{1B}"))
    #expect(TerminalStyle.plain("word", .red) == "word")
  }

  @Test func `a path cannot break its row`() throws {
    let row = table([try MadeUpFace.outcome("a\nb\u{1B}[2J")])[1]
    #expect(row.hasPrefix(#"a\u{A}b\u{1B}[2J  live"#))
  }
}

struct ProgressLineTests {
  @Test func `the line fits the terminal`() {
    #expect(
      ProgressLine.text(3, of: 12, next: "captures/live-01", columns: 80)
        == "━━━━━─────────────── 3 of 12  captures/live-01")
    for columns in 1...90 {
      let text = ProgressLine.text(3, of: 12, next: "captures/live-01", columns: columns)
      #expect(PlainText.columns(text) < max(columns, 8))
    }
  }
}

struct CaptureFailureTests {
  @Test func `standard error is told the file, the message and the code`() {
    guard case .unreadable(let failure) = MadeUpFace.failure("a\u{7}").verdict else {
      Issue.record("a failure is unreadable")
      return
    }
    #expect(failure.line == "liveness: a\\u{7}/depth.png: The file is empty. [notReadable]\n")
  }
}
