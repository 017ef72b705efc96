import Liveness
import LivenessEvaluation
import LivenessFaces
import LivenessLayers
import LivenessMedia
import Testing

@testable import LivenessCommand

struct ResultsLinesTests {
  @Test func `a line keeps the score, and what was measured, as the reader takes it`() throws {
    let inputs = InputMeasurement(values: [.faceSize: 125.5, .imageContrast: 0.123_456_789])
    let result = LivenessResult(
      decision: .live, liveProbability: 0.75, threshold: 0.5, inputs: inputs, model: "m 1")
    let presentation = Presentation(
      id: "a", label: .attack, response: .none(reason: ""), species: "print", matched: true,
      unit: .frame)
    let line = ResultsLines.line(row: 0, presentation, result)
    #expect(
      line == #"""
        {"row":0,"capture":"a","label":"attack","species":"print","unit":"frame","matched":true,"score":0.75,\#
        "inputs":{"face_pixels":125.5,"image_contrast":0.123457}}
        """#)
    let header = ResultsLines.header(
      ResultsFile.Header(
        dataset: String(repeating: "ab", count: 32), rows: 1,
        model: LivenessPolicy.Model(title: "m 1", labels: .liveIsOne), threshold: 0.5))
    let file = try #require(
      try ResultsFile(Array((header + "\n" + line + "\n").utf8), path: "r.jsonl"))
    guard case .judged(let read)? = file.outcomes[0] else {
      Issue.record("row 0 is judged")
      return
    }
    #expect(read.score == 0.75 && read.matched == true && read.unit == .frame)
    #expect(read.inputs?[.faceSize] == 125.5 && read.inputs?[.faceDistance] == nil)
    #expect(read.keyPoints == nil)
  }

  @Test func `a line keeps the error of key points, and that none were found`() throws {
    let points = FaceKeyPoints(points: (0..<68).map { SIMD2(Double($0), 0) })
    let truth = try #require(TrueKeyPoints(points))
    func line(_ found: FaceKeyPoints?) -> String {
      ResultsLines.line(
        row: 0, Presentation(id: "a", label: .attack, response: .none(reason: "")),
        LivenessResult(
          decision: .spoof, liveProbability: 0.25, threshold: 0.5, keyPoints: found, model: "m 1"),
        truth: truth)
    }
    #expect(
      line(points.mapped { $0 + SIMD2(0, 1) })
        == #"{"row":0,"capture":"a","label":"attack","score":0.25,"key_point_error":0.111111}"#)
    #expect(line(nil).hasSuffix(#""key_point_error":null}"#))
  }
}
