import Foundation
import Liveness
import LivenessFaces
import LivenessMedia
import TestSupport
import Testing

@testable import LivenessCommand

/// A program's own JSON of a result beside the lines of the command.
struct ResultEncodingTests {
  /// The members of a line of the command, and of the result that it is about.
  private func objects(
    _ result: LivenessResult, of capture: LivenessCapture
  ) throws -> (line: [String: Any], encoded: [String: Any]) {
    func object(_ data: Data) throws -> [String: Any] {
      try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    let text = DetectionLines.line(
      CaptureOutcome(path: "a", verdict: .judged(result, capture, reading: 1)))
    var line = try object(Data(text.utf8))
    line["capture"] = nil
    var times = try #require(line["milliseconds"] as? [String: Any])
    times["reading"] = nil
    line["milliseconds"] = times
    return (line, try object(JSONEncoder().encode(result)))
  }

  /// Whether two values are the same but for the rounding of numbers.
  private func match(_ one: Any?, _ other: Any?) -> Bool {
    switch (one, other) {
    case (let one as [String: Any], let other as [String: Any]):
      return Set(one.keys) == Set(other.keys)
        && one.allSatisfy { match($0.value, other[$0.key]) }
    case (let one as [Any], let other as [Any]):
      return one.count == other.count && zip(one, other).allSatisfy { match($0, $1) }
    case (let one as NSNumber, let other as NSNumber):
      return abs(one.doubleValue - other.doubleValue) < 0.06
    case (let one as String, let other as String): return one == other
    default: return one is NSNull && other is NSNull
    }
  }

  @Test(arguments: ["live-01", "live-04", "attack-print-flat-01", "attack-mask-rigid-01"])
  func `a result encodes itself as the command prints it`(name: String) throws {
    let detector = try LivenessDetector()
    let capture = try CaptureFolder.read(
      at: Goldens.path("../../Documentation/Examples/Captures/\(name)"))
    let result = try detector.explaining(detector.detect(capture, keepingStages: true))
    let (line, encoded) = try objects(result, of: capture)
    #expect(line.count >= 9)
    #expect(match(line, encoded), "\(line) beside \(encoded)")
  }

  @Test(arguments: [nil, FaceBox(x: .nan, y: 1, width: .infinity, height: 1)])
  func `what is not there, or no number, is null and no error`(face: FaceBox?) throws {
    let result = LivenessResult(
      decision: .undetermined, liveProbability: .nan, threshold: 0.5, reasons: [.noFace],
      face: face, model: "none",
      timings: StageTimings(entries: [StageTimings.Entry(stage: "crop", milliseconds: .infinity)]))
    let (line, encoded) = try objects(result, of: MadeUpFace.smallCapture())
    #expect(match(line, encoded), "\(line) beside \(encoded)")
    #expect(encoded["live_probability"] is NSNull)
    #expect((encoded["face"] is NSNull) == (face == nil))
    #expect(encoded["decision"] as? String == "undetermined")
  }
}
