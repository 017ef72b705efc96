import ArgumentParser
import Liveness
import LivenessFaces
import Testing

@testable import LivenessCommand

struct GeometryTextTests {
  private static let open = Double.greatestFiniteMagnitude

  private let findings = [
    GeometricGate.Finding(measure: .depthCoverage, value: 1, limits: 0.5...1),
    GeometricGate.Finding(measure: .interOcularDistance, value: 0.0412, limits: 0.045...0.08),
    GeometricGate.Finding(measure: .planeResidual, value: 0.0004, limits: 0.001...open),
    GeometricGate.Finding(measure: .cylinderResidual, value: nil, limits: 0.001...open),
  ]

  private func outcome(_ reasons: [LivenessReason]) throws -> CaptureOutcome {
    var result = LivenessResult(
      decision: reasons.isEmpty ? .live : .spoof, liveProbability: reasons.isEmpty ? 0.9 : 0,
      threshold: 0.5, reasons: reasons, face: MadeUpFace.box, model: "m 1")
    result.geometry = findings
    return CaptureOutcome(
      path: "a", verdict: .judged(result, try MadeUpFace.smallCapture(), reading: 1))
  }

  private let sentences = [
    "distance between the pupils 41.2 mm, a living face has 45.0 to 80.0 mm",
    "distance from a plane 0.4 mm, a living face has 1.0 mm or more",
  ]

  @Test func `a line of JSON has each measure with its value and its limits`() throws {
    let line = DetectionLines.line(try outcome([]))
    #expect(
      line.contains(
        #""geometry":[{"measure":"depth-coverage","value":1,"limits":[0.5,1],"passes":true},"#
          + #"{"measure":"inter-ocular-distance","value":0.0412,"limits":[0.045,0.08],"#
          + #""passes":false},"#))
    #expect(
      line.contains(
        #"{"measure":"cylinder-residual","value":null,"limits":[0.001,null],"passes":true}]"#))
  }

  @Test func `the report notes what fails, or gives it as the reason`() throws {
    let noted = ReportCard(number: 1, outcome: try outcome([])).html
    for sentence in sentences { #expect(noted.contains("<code>note</code> Geometry: \(sentence)")) }
    #expect(!noted.contains("valid depth 100"))
    let decided = ReportCard(number: 1, outcome: try outcome([.notShapedLikeAFace])).html
    #expect(
      decided.contains(
        "<code>notShapedLikeAFace</code> The shape of the face is not that of a living one: "
          + "\(sentences[0]); \(sentences[1])."))
    #expect(!decided.contains("Geometry:"))
  }

  @Test func `the command line names the rule`() throws {
    #expect(try DetectCommand.parse(["a", "--geometry", "decides"]).geometry == .decides)
    #expect(try DetectCommand.parse(["a"]).geometry == nil)
    #expect(throws: (any Error).self) { try DetectCommand.parse(["a", "--geometry", "on"]) }
    #expect(
      try DemandOptions.parse(["--geometry", "decides"]).members.map(\.value) == [#""decides""#])
    let detector = try #require(
      DetectorFiles(model: nil, policy: nil, geometry: .off).detector())
    #expect(detector.policy.geometry == .off)
  }
}
