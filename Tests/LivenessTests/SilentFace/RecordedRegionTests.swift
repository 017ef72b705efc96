import Foundation
import LivenessFaces
import LivenessLayers
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// Models from files, from a picture to the confidence, beside what OpenCV and PyTorch make of the
/// same picture; `Tests/Goldens/silent/make_region_goldens.py` recorded it.
struct RecordedRegionTests {
  private struct Records: Decodable {
    struct Case: Decodable {
      let model: String
      let kind: String
      let seed: UInt64
      let box: [Double]
      let logits: [Float]
      let live: Double
    }
    let width: Int
    let height: Int
    let cases: [Case]
  }

  private static let records = Result {
    try JSONDecoder().decode(
      Records.self,
      from: Data(contentsOf: URL(fileURLWithPath: Goldens.path("silent/regions/cases.json"))))
  }

  private func picture(_ seed: UInt64, _ records: Records) throws -> ImageFrame {
    var (grain, random) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed + 1000))
    let blocks = (0..<300).map { _ in Int(random.next() >> 56) }
    let pixels = (0..<records.width * records.height * 3).map { index in
      let (pixel, channel) = (index / 3, index % 3)
      let (x, y) = (pixel % records.width, pixel / records.width)
      return UInt8(
        (3 * blocks[(y / 19 * 10 + x / 23) * 3 + channel] + Int(grain.next() >> 56)) >> 2)
    }
    return try ImageFrame(
      width: records.width, height: records.height, channels: 3, pixels: pixels, modality: .color)
  }

  private func file(_ name: String) throws -> ModelFile {
    try ModelFile(at: Goldens.path("silent/regions/\(name).safetensors"))
  }

  private struct Constant: RegionModel {
    func liveConfidence(of picture: RegionPicture) -> Double { 1 }
  }

  @Test func `Row 3.10: region models give what PyTorch gives for the pixels that OpenCV cuts out`()
    throws
  {
    let records = try Self.records.get()
    let cases = records.cases.filter { $0.kind == "face-region" }
    #expect(cases.count == 16)
    for one in cases {
      let model = try FaceRegionModel(file(one.model))
      let detector = try FaceBackgroundDetector(
        face: .init(Constant(), region: .face), background: .init(model))
      let box = FaceBox(x: one.box[0], y: one.box[1], width: one.box[2], height: one.box[3])
      let result = try detector.detect(picture(one.seed, records), face: box)
      let confidence = try #require(result.backgroundConfidence)
      #expect(abs(confidence - one.live) < 1e-5, "\(one.model) \(one.box)")
    }
  }

  @Test func `Row 5.10: described networks give the logits that PyTorch gives`() throws {
    let records = try Self.records.get()
    let cases = records.cases.filter { $0.kind == "silent-face" }
    #expect(cases.count == 8)
    for one in cases {
      let detector = try SilentFaceDetector(models: [SilentFaceModel(file(one.model))])
      let box = FaceBox(x: one.box[0], y: one.box[1], width: one.box[2], height: one.box[3])
      let result = try detector.detect(picture(one.seed, records), face: box)
      let logits = try #require(result.opinions.first?.finding).logits
      #expect(
        zip(logits, one.logits).allSatisfy { abs($0 - $1) < 1e-4 },
        "\(one.model) \(one.box): \(logits) \(one.logits)")
    }
  }
}
