import Foundation
import LivenessFaces
import LivenessLayers
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// Captures that hold near infrared and colour are judged by both.
struct SecondImageTests {
  /// The synthetic capture with another image, behind or before its own.
  private func capture(
    _ modality: Modality, width: Int = 320, camera: CameraModel? = nil, isFirst: Bool = false,
    levels: ClosedRange<UInt8> = 30...220
  ) throws -> LivenessCapture {
    let own = try SyntheticCapture().capture()
    var generator = SeededGenerator(seed: 12)
    let channels = modality == .color ? 3 : 1
    let pixels = (0..<width * 240 * channels).map { _ in
      UInt8.random(in: levels, using: &generator)
    }
    let other = try ImageFrame(
      width: width, height: 240, channels: channels, pixels: pixels, modality: modality,
      camera: camera)
    return LivenessCapture(
      depth: own.depth, images: isFirst ? [other] + own.images : own.images + [other],
      registration: .aligned,
      faceBox: own.faceBox)
  }

  private func logOdds(_ probability: Double) -> Double {
    log(probability / (1 - probability))
  }

  @Test(arguments: [false, true])
  func `near infrared and colour are judged, and the mean of their odds' logarithms counts`(
    colorIsFirst: Bool
  ) throws {
    let detector = try LivenessDetector()
    let alone = try detector.detect(SyntheticCapture().capture())
    let both = try detector.detect(capture(.color, isFirst: colorIsFirst))
    #expect(both.imageJudgements.map(\.modality) == [.nearInfrared, .color])
    let (infrared, color) = (both.imageJudgements[0], both.imageJudgements[1])
    #expect(infrared.liveProbability.bitPattern == alone.liveProbability?.bitPattern)
    #expect(infrared.liveProbability != color.liveProbability)
    let offsets = detector.fusionModel.offsets
    let unmoved = [infrared, color].map { logOdds($0.liveProbability) - offsets[[$0.modality]] }
    let mean = (unmoved[0] + unmoved[1]) / 2 + offsets[[.nearInfrared, .color]]
    #expect(abs(logOdds(try #require(both.liveProbability)) - mean) < 1e-4)
    #expect(alone.imageJudgements.isEmpty)
    #expect(both.keyPoints == alone.keyPoints)
  }

  @Test(arguments: [1, 3])
  func `they give the same to the bit on any number of threads`(threads: Int) throws {
    let capture = try capture(.color)
    let two = try LivenessDetector().detect(capture)
    let other = try LivenessDetector(threads: threads).detect(capture)
    #expect(two.liveProbability?.bitPattern == other.liveProbability?.bitPattern)
    #expect(two.imageJudgements == other.imageJudgements)
  }

  @Test func `an image of the same light, or of another grid, is not judged`() throws {
    let detector = try LivenessDetector()
    let alone = try detector.detect(SyntheticCapture().capture())
    let elsewhere = try CameraModel(
      width: 320, height: 240, focalX: 280, focalY: 280, centerX: 150, centerY: 120)
    for other in [
      try capture(.nearInfraredWithDots), try capture(.color, width: 640),
      try capture(.color, camera: elsewhere), try capture(Modality(rawValue: "thermal")),
    ] {
      let result = try detector.detect(other)
      #expect(result.imageJudgements.isEmpty)
      #expect(result.liveProbability?.bitPattern == alone.liveProbability?.bitPattern)
    }
  }

  @Test(arguments: [0...0, 255...255, 90...91] as [ClosedRange<UInt8>])
  func `an image on which nothing shows is not judged, as colour in a dark room`(
    levels: ClosedRange<UInt8>
  ) throws {
    let detector = try LivenessDetector()
    let alone = try detector.detect(SyntheticCapture().capture())
    let result = try detector.detect(capture(.color, levels: levels))
    #expect(result.imageJudgements.isEmpty)
    #expect(result.liveProbability?.bitPattern == alone.liveProbability?.bitPattern)
  }

  @Test func `a card's offsets move the answers of each light, and of both together`() throws {
    let model = try DescribedModel(preset: "depth-image")
    let moved = model.replacing(
      #""crop""#, with: #""logit_offsets": {"nir": 1, "rgb": -2, "nir+rgb": 0.5}, "crop""#)
    func answers(_ model: DescribedModel) throws -> [Double] {
      let detector = try model.detector(policy: .lenient)
      let result = try detector.detect(capture(.color))
      return result.imageJudgements.map { logOdds($0.liveProbability) }
        + [logOdds(try #require(result.liveProbability))]
    }
    let (plain, changed) = try (answers(model), answers(moved))
    #expect(zip(plain, changed).allSatisfy { $0.isFinite && $1.isFinite })
    for (index, offset) in [1, -2, 0.5].enumerated() {
      #expect(abs(changed[index] - plain[index] - offset) < 1e-4)
    }
    let alone = try SyntheticCapture().capture()
    let (before, after) = try (
      model.detector(policy: .lenient).detect(alone), moved.detector(policy: .lenient).detect(alone)
    )
    let step = logOdds(after.liveProbability ?? .nan) - logOdds(before.liveProbability ?? .nan)
    #expect(abs(step - 1) < 1e-4)
  }

  @Test(arguments: [
    (#"{"thermal": 1}"#, "logit_offsets.thermal"), (#"{"nir": 17}"#, "logit_offsets.nir"),
    (#"{"nir": "1"}"#, "logit_offsets.nir"), (#"{"nir+uv": 1}"#, "logit_offsets.nir+uv"),
    ("1", "logit_offsets"),
  ])
  func `an offset that is wrong is refused by its path`(text: String, path: String) throws {
    let model = try DescribedModel(preset: "depth-image").replacing(
      #""crop""#, with: "\"logit_offsets\": \(text), \"crop\"")
    let error = #expect(throws: LivenessError.self) { try model.detector() }
    guard case .model(.card(let found, _, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == path)
  }
}
