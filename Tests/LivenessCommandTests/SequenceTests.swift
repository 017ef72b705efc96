import ArgumentParser
import Foundation
import Liveness
import LivenessMedia
import TestSupport
import Testing

@testable import LivenessCommand

struct SequenceTests {
  private func run(
    _ probabilities: [Double?], voting: VotingRule = .mean, unreadable: Int? = nil
  ) -> SequenceRun {
    SequenceRun(
      find: { path throws(CaptureError) in
        guard path != "nowhere" else {
          throw CaptureError(code: .notReadable, message: "No capture.", file: path)
        }
        return probabilities.indices.map { "\(path)/\($0)" }
      },
      judge: { path in
        let number = Int(path.split(separator: "/").last ?? "") ?? 0
        if number == unreadable {
          throw CaptureError(code: .notReadable, message: "It is cut off.", file: path)
        }
        let probability = probabilities[number]
        return .judged(
          try MadeUpFace.result(
            probability.map { $0 > 0.5 ? .live : .spoof } ?? .undetermined,
            probability: probability, reasons: probability == nil ? [.noFace] : []),
          try MadeUpFace.smallCapture(), reading: 1)
      },
      voting: voting, rule: .liveAbove(0.5))
  }

  @Test func `Row 5.12: the captures of a path are voted`() throws {
    let outcome = try run([0.9, 0.2, 0.7])("p")
    #expect(outcome.word == .live && outcome.frames.map(\.path) == ["p/0", "p/1", "p/2"])
    #expect(outcome.vote?.decision == .live)
  }

  @Test func `no frame is judged that cannot change the answer`() throws {
    let outcome = try run([0.9, 0.2, 0.7, 0.9], voting: .minimum)("p")
    #expect(outcome.word == .spoof && outcome.frames.count == 2)
    #expect(outcome.vote?.count == 2 && outcome.vote?.frames == 4)
  }

  @Test func `a frame that cannot be read has no answer, and is told`() throws {
    let outcome = try run([0.6, 0.6], unreadable: 1)("p")
    #expect(outcome.word == .undetermined && outcome.failures.map(\.file) == ["p/1"])
  }

  @Test func `a frame that cannot be read is told by the exit status, whatever the vote`()
    async throws
  {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/a", withIntermediateDirectories: false)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.path + "/a/capture.json"))
    try FileManager.default.copyItem(
      atPath: Goldens.path("../../Documentation/Examples/Captures/live-01"),
      toPath: folder.path + "/b")
    let command = try DetectCommand.parse([folder.path, "--sequence", "--vote", "1-of-2"])
    await #expect(throws: CommandStatus.unreadableInput.exit) { try await command.run() }
    try FileManager.default.removeItem(atPath: folder.path + "/a")
    let whole = try DetectCommand.parse([folder.path, "--sequence", "--vote", "1-of-1"])
    await #expect(throws: Never.self) { try await whole.run() }
  }

  @Test func `progress counts the frames of a sequence`() throws {
    var steps: [String] = []
    var run = run([0.9, 0.8])
    run.progress = { steps.append("\($0) of \($1): \($2)") }
    _ = try run("p")
    #expect(steps == ["0 of 2: p/0", "1 of 2: p/1"])
  }

  @Test func `a sequence that cannot be found or voted is unreadable`() throws {
    #expect(try run([0.9])("nowhere").word == .unreadable)
    let outcome = try run([0.9, 0.9], voting: .atLeast(2, of: 3))("p")
    #expect(outcome.word == .unreadable && outcome.failures.map(\.code) == ["noVote"])
    #expect(
      outcome.failure?.message.contains("voting frames must be exactly 3, found 2") == true)
  }

  @Test func `a sequence is written as one line`() throws {
    let line = SequenceText.line(try run([0.9, nil])("p"))
    #expect(
      line == #"{"sequence":"p","decision":"undetermined","live_probability":[0.45,0.95],"#
        + #""threshold":0.5,"vote":"mean","frames":2,"judged":2,"captures":["#
        + #"{"capture":"p/0","decision":"live","live_probability":0.9,"reasons":[]},"#
        + #"{"capture":"p/1","decision":"undetermined","live_probability":null,"#
        + #""reasons":["noFace"]}]}"#)
    let row = SequenceText.row(try run([0.9, nil])("p"))
    #expect(row.contains("undetermined") && row.hasSuffix("2 of 2, mean"))
    #expect(SequenceText.line(try run([])("nowhere")).contains(#""error":{"code":"notReadable""#))
  }

  @Test func `votes are for sequences, and sequences for nothing else`() {
    for arguments in [
      ["a", "--vote", "mean"], ["a", "--sequence", "--vote", "median"],
      ["a", "--sequence", "--explain"], ["a", "--sequence", "--report", "r.html"],
      ["a", "--faces", "some"],
    ] {
      #expect(throws: (any Error).self) { try DetectCommand.parse(arguments) }
    }
    #expect(throws: Never.self) {
      try DetectCommand.parse(["a", "--sequence", "--vote", "3-of-5", "--faces", "nearest"])
    }
  }
}

struct SeveralFacesTests {
  @Test func `every face of a capture has an outcome of its own`() throws {
    let run = DetectionRun(
      find: { path throws(CaptureError) in [path] },
      judge: { _ in
        [
          .judged(try MadeUpFace.result(), try MadeUpFace.smallCapture(), reading: 1),
          .judged(
            try MadeUpFace.result(.spoof, probability: 0.1), try MadeUpFace.smallCapture(),
            reading: 1),
        ]
      })
    let recorder = Recorder()
    let tally = try run(["a"], to: [recorder])
    #expect(recorder.outcomes.map(\.face) == [1, 2] && tally[.live] == 1 && tally[.spoof] == 1)
    #expect(
      DetectionLines.line(recorder.outcomes[1]).hasPrefix(
        #"{"capture":"a","face_number":2,"decision":"spoof""#))
    let row = DetectionTable.row(
      recorder.outcomes[1], captureWidth: 20, style: .plain)
    #expect(row.hasPrefix("a #2 "))
  }
}

struct DemandOptionsTests {
  @Test func `Row 1.52: calibrate writes the demands that detect reads`() throws {
    let options = try DemandOptions.parse([
      "--minimum-face", "96", "--require-image", "--latency-budget", "150", "--faces", "largest",
      "--voting", "trimmed-mean:0.25", "--geometry", "decides",
    ])
    let members = options.members.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    let text =
      #"{"format": "liveness-policy/1", "model": {"title": "m 1", "classes": ["spoof", "live"]}, "#
      + #""comparator": ">", "rule": {"live_above": 0.5}, "# + members + "}"
    let policy = try LivenessPolicy(parsing: Array(text.utf8))
    #expect(policy.minimumFaceSize == 96 && policy.latencyBudget == .milliseconds(150))
    #expect(policy.requiresImage && policy.faces == .largest && policy.geometry == .decides)
    #expect(policy.voting == .trimmedMean(share: 0.25))
    #expect(try DemandOptions.parse([]).members.isEmpty)
    for arguments in [
      ["--minimum-face", "-1"], ["--latency-budget", "0"], ["--latency-budget", "1e-7"],
      ["--voting", "6-of-5"],
    ] {
      #expect(throws: (any Error).self) { try DemandOptions.parse(arguments) }
    }
  }
}
