import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing
import Testing

@testable import LivenessCommand

struct NoteTests {
  private func outcome() throws -> CaptureOutcome {
    let outlier = InputOutlier(quantity: .faceSize, value: 612.4, range: 64.25...503.4)
    let result = LivenessResult(
      decision: .live, liveProbability: 0.9, threshold: 0.5, face: MadeUpFace.box,
      outsideTrainingRange: [outlier], model: "m 1")
    return CaptureOutcome(
      path: "a", verdict: .judged(result, try MadeUpFace.smallCapture(), reading: 1))
  }

  @Test func `a line of JSON says the quantity, its value and the range`() throws {
    let line = DetectionLines.line(try outcome())
    #expect(
      line.contains(
        #""outside_training_range":[{"quantity":"face_pixels","value":612.4,"#
          + #""range":[64.25,503.4]}]"#))
    #expect(line.contains(#""decision":"live""#) && line.contains(#""reasons":[]"#))
  }

  @Test func `what near infrared and colour said stands in the line and the report`() throws {
    var result = LivenessResult(
      decision: .live, liveProbability: 0.8, threshold: 0.5, face: MadeUpFace.box, model: "m 1")
    let capture = try MadeUpFace.smallCapture()
    let plain = CaptureOutcome(path: "a", verdict: .judged(result, capture, reading: 1))
    #expect(!DetectionLines.line(plain).contains("images"))
    result.imageJudgements = [
      ImageJudgement(modality: .nearInfrared, liveProbability: 0.75),
      ImageJudgement(modality: .color, liveProbability: 0.875),
    ]
    let outcome = CaptureOutcome(path: "a", verdict: .judged(result, capture, reading: 1))
    #expect(
      DetectionLines.line(outcome).contains(
        #""images":[{"modality":"nir","live_probability":0.75},"#
          + #"{"modality":"rgb","live_probability":0.875}]"#))
    let html = ReportCard(number: 1, outcome: outcome).html
    #expect(html.contains("p(live) 0.7500") && html.contains("p(live) 0.8750"))
  }

  @Test func `the table and the report note it beside the decision`() throws {
    let note = "face size 612 px, trained on 64 to 503"
    let row = DetectionTable.row(try outcome(), captureWidth: 8, style: .plain)
    #expect(row.contains("live") && row.hasSuffix("(\(note))"))
    #expect(
      ReportCard(number: 1, outcome: try outcome()).html.contains("Outside training: \(note)"))
  }
}
