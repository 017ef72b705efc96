import Liveness
import Testing

@testable import LivenessCommand

struct ExplanationOutputTests {
  private func outcome() throws -> CaptureOutcome {
    let capture = try MadeUpFace.capture()
    var result = try MadeUpFace.result(probability: 0.9, capture: capture)
    var hidden = [Double](repeating: 0.9, count: 64)
    hidden[0] = 0.0001
    result.explanation = LivenessExplanation(
      liveProbability: 0.9, depthAlone: 0.8, imageAlone: 0.25, neither: 0.125, carrier: .depth,
      depthHidden: hidden, imageHidden: [Double](repeating: 0.9, count: 64))
    return CaptureOutcome(path: "a", verdict: .judged(result, capture, reading: 1))
  }

  @Test func `an explanation stands in the JSON line and the table`() throws {
    let line = DetectionLines.line(try outcome())
    #expect(
      line.contains(
        #""explanation":{"carried_by":"depth","depth_alone":0.8,"image_alone":0.25,"#
          + #""neither":0.125,"cells":8,"depth_hidden":[0.0001,0.9,"#))
    let row = DetectionTable.row(
      try outcome(), captureWidth: 10, style: .plain)
    #expect(row.hasSuffix("(carried by depth)"))
  }

  @Test func `the picture is green where hiding takes life away, and plain elsewhere`() throws {
    guard case .judged(let result, _, _) = try outcome().verdict else { return }
    let pictures = try #require(ExplanationPictures(of: result))
    let (width, pixels) = (pictures.depth.width, pictures.depth.pixels)
    let corner = pixels[0..<3].map(Int.init)
    #expect(corner[1] > corner[0] + 60 && corner[1] > corner[2] + 40)
    let beside = 3 * (width / 2 * width + width / 2)
    #expect(pixels[beside] == pixels[beside + 1] && pixels[beside] == pixels[beside + 2])
    #expect(ExplanationPictures(of: try MadeUpFace.result()) == nil)
  }

  @Test func `report and stages show the pictures`() throws {
    let html = ReportCard(number: 1, outcome: try outcome()).html
    #expect(html.contains("What depth adds") && html.contains("carried by depth"))
    guard case .judged(let result, _, _) = try outcome().verdict else { return }
    let names = try StageFiles(of: result, path: "a").files.map(\.name)
    #expect(names.contains("explanation-image.png") && names.contains("explanation-depth.png"))
  }
}
