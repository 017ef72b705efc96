import TestSupport
import Testing

@testable import LivenessLayers

struct InputStatisticsTests {
  private static let text = #"""
    {"captures": 200, "quantiles": [0.005, 0.5, 0.995],
     "quantities": {"face_pixels": [90, 200, 500], "depth_coverage": [0.6, 1, 1]}}
    """#

  private func statistics(_ text: String = text) throws -> InputStatistics {
    try InputStatistics(CardTexts.fields(text, path: "input_statistics"))
  }

  @Test func `the range reaches from the first quantile to the last`() throws {
    let statistics = try statistics()
    #expect(statistics.captures == 200)
    #expect(statistics.quantities == [.faceSize, .depthCoverage])
    #expect(statistics[.faceSize] == [90, 200, 500])
    #expect(statistics.range(of: .faceSize) == 90...500)
    #expect(statistics.range(of: .depthCoverage) == 0.6...1)
    #expect(statistics.range(of: .imageContrast) == nil)
  }

  @Test(arguments: [
    ("200", "0", "captures", "an integer from 1 to 4294967295", "0"),
    ("[0.005, 0.5, 0.995]", "[0.5]", "quantiles", "2 to 101 numbers", "1"),
    ("0.995]", "0.5]", "quantiles", "numbers in ascending order", "0.5 after 0.5"),
    ("0.995]", "1.5]", "quantiles[2]", "a number from 0.0 to 1.0", "1.5"),
    ("90, 200, 500", "90, 500", "quantities.face_pixels", "3 numbers", "2"),
    (
      "90, 200", "300, 200", "quantities.face_pixels", "numbers in ascending order",
      "200.0 after 300.0"
    ),
    ("90", "-1", "quantities.face_pixels[0]", "a number from 0.0 to 1000000.0", "-1.0"),
    ("90", "\"90\"", "quantities.face_pixels[0]", "a number", "a string"),
    (
      "face_pixels", "face_size", "quantities.face_size",
      "only \(InputQuantity.allCases.map(\.rawValue).joined(separator: ", "))", "this member"
    ),
    (
      "\"captures\"", "\"date\": 1, \"captures\"", "date", "only captures, quantiles, quantities",
      "this member"
    ),
  ])
  func `statistics are refused by the place that is wrong`(
    part: String, other: String, path: String, expected: String, found: String
  ) throws {
    let text = Self.text.replacing(part, with: other, maxReplacements: 1)
    #expect(
      throws: CheckpointError.card(
        path: "input_statistics.\(path)", expected: expected, found: found)
    ) { try statistics(text) }
  }

  @Test func `statistics of nothing are refused`() throws {
    let none = Self.text.replacing(/"quantities": .*/, with: #""quantities": {}}"#)
    #expect(
      throws: CheckpointError.card(
        path: "input_statistics.quantities", expected: "one quantity or more", found: "none")
    ) { try statistics(none) }
  }
}
