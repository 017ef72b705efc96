import Foundation
import LivenessFaces
import Testing

@testable import LivenessMedia

struct TrueKeyPointsTests {
  /// Points 10 pixels apart in a row, with the outer eye corners 90 pixels apart.
  private static let row = (0..<68).map { "[\($0 * 10),7.5]" }

  private func truth(_ text: String) throws(CaptureError) -> TrueKeyPoints {
    try TrueKeyPoints(json: Array(text.utf8), file: "truth.json")
  }

  private func points(_ rows: [String]) -> String { "[" + rows.joined(separator: ",") + "]" }

  @Test func `Row 1.16: the error is the mean distance by that of the outer eye corners`() throws {
    let truth = try truth(#"{"points": \#(points(Self.row)), "visible": [true], "detail": ""}"#)
    #expect(truth.interOcularDistance == 90)
    #expect(truth.error(of: truth.points) == 0)
    // Each point is 3 right and 4 below: 5 pixels of 90.
    let moved = truth.points.mapped { $0 + SIMD2(3, 4) }
    #expect(abs((truth.error(of: moved) ?? 0) - 5.0 / 90) < 1e-12)
    #expect(truth.error(of: truth.points.mapped { _ in SIMD2(.nan, 0) }) == nil)
    #expect(truth.error(of: FaceKeyPoints(groups: [:], outline: [])) == nil)
  }

  @Test(arguments: [
    ("", CaptureError.Code.malformedJSON, "JSON"), ("[]", .wrongValue, "an object"),
    ("{}", .missingKey, "points"),
    (#"{"points": [], "points": []}"#, .duplicateKey, "points"),
    (#"{"points": [], "point": 1}"#, .unknownKey, "did you mean \"points\""),
    (#"{"points": 3}"#, .wrongValue, "an array"),
    (#"{"points": [[1, 2]]}"#, .wrongValue, "68 points [x, y], found 1"),
  ])
  func `a file that is not as specified is refused by what is wrong`(
    text: String, code: CaptureError.Code, words: String
  ) {
    let error = #expect(throws: CaptureError.self) { try truth(text) }
    #expect(error?.code == code && error?.message.contains(words) == true)
    #expect(error?.file == "truth.json")
  }

  @Test(arguments: [
    ("[1]", "points[3]"), ("[1,2,3]", "points[3]"), ("7", "points[3]"), (#"["1",2]"#, "points[3]"),
    ("[1,null]", "points[3]"), ("[1e7,2]", "±1000000"),
  ])
  func `a point that is none is named by its number`(point: String, words: String) {
    var rows = Self.row
    rows[3] = point
    let error = #expect(throws: CaptureError.self) { try truth(#"{"points": \#(points(rows))}"#) }
    #expect(error?.code == .wrongValue && error?.message.contains(words) == true)
  }

  @Test func `eye corners in one place give no distance to divide by`() {
    var rows = Self.row
    rows[45] = rows[36]
    let error = #expect(throws: CaptureError.self) { try truth(#"{"points": \#(points(rows))}"#) }
    #expect(error?.message.contains("a pixel apart") == true)
  }

  @Test func `a folder without the file has no true points, and a large one is refused`() throws {
    let folder = try TemporaryFolder()
    #expect(try CaptureFolder.trueKeyPoints(at: folder.path) == nil)
    let path = folder.path + "/truth.json"
    try Data(#"{"points": \#(points(Self.row))}"#.utf8).write(to: URL(fileURLWithPath: path))
    #expect(try CaptureFolder.trueKeyPoints(at: folder.path)?.interOcularDistance == 90)
    try Data(repeating: 32, count: (1 << 20) + 1).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: CaptureError.self) {
      try CaptureFolder.trueKeyPoints(at: folder.path)
    }
    #expect(error?.code == .budgetExceeded && error?.file == path)
  }
}
