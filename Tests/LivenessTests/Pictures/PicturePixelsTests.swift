import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

/// How pixels become numbers.
struct PicturePixelsTests {
  private func pixels(_ content: [String], _ normalization: String) throws -> PicturePixels {
    var file = SilentModelFile.constant("pixels", logits: [0, 1, 0])
    file.content = content
    file.normalization = normalization
    return try PicturePixels(ModelCard(parsing: file.card).inputs[0])
  }

  /// Two pixels in each of two rows.
  private let samples: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 0, 128]

  @Test func `planes stand in the order of the card`() throws {
    let range = #"{"kind": "range", "low": 0, "high": 255}"#
    let planes = try pixels(["blue", "green", "red"], range).planes(of: samples, size: 2)
    #expect(planes.shape == [1, 3, 2, 2])
    #expect(planes.scalars == [3, 6, 9, 128, 2, 5, 8, 0, 1, 4, 7, 255])
    let others = try pixels(["red", "green", "blue"], range).planes(of: samples, size: 2)
    #expect(others.scalars == [1, 4, 7, 255, 2, 5, 8, 0, 3, 6, 9, 128])
  }

  @Test func `samples are spread over a range`() throws {
    let unit = try pixels(["red", "green", "blue"], #"{"kind": "range", "low": 0, "high": 1}"#)
    #expect(
      unit.planes(of: samples, size: 2).scalars
        == [1, 4, 7, 255, 2, 5, 8, 0, 3, 6, 9, 128].map { $0 / 255 })
    let signed = try pixels(["red", "green", "blue"], #"{"kind": "range", "low": -1, "high": 1}"#)
    let scalars = signed.planes(of: samples, size: 2).scalars
    #expect([scalars[3], scalars[7]] == [1, -1])
  }

  @Test func `each channel has a mean and a deviation`() throws {
    let normalization = #"{"kind": "mean-std", "mean": [1, 2, 3], "std": [1, 2, 0.5]}"#
    let planes = try pixels(["blue", "green", "red"], normalization).planes(of: samples, size: 2)
    #expect(planes.scalars == [2, 5, 8, 127, 0, 1.5, 3, -1, -4, 2, 8, 504])
  }
}
