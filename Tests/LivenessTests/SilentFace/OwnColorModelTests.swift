import LivenessFaces
import LivenessLayers
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// The files for colour images in `Weights`, as a program names them.
struct OwnColorModelTests {
  private func path(_ name: String) -> String { Goldens.path("../../Weights/\(name).safetensors") }

  private let face = FaceBox(x: 60, y: 50, width: 100, height: 120)

  private func image(seed: UInt64) throws -> ImageFrame {
    var random = SeededGenerator(seed: seed)
    let pixels = (0..<240 * 220 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    return try ImageFrame(width: 240, height: 220, channels: 3, pixels: pixels, modality: .color)
  }

  @Test func `a face model and a background model say something of each picture`() throws {
    let detector = try FaceBackgroundDetector(
      faceModelAt: path("face-region-face"), backgroundModelAt: path("face-region-background"))
    let results = try [1, 2].map { try detector.detect(image(seed: $0), face: face) }
    for result in results {
      let (first, second) = (
        try #require(result.faceConfidence), try #require(result.backgroundConfidence)
      )
      #expect((0...1).contains(first) && (0...1).contains(second))
      #expect(result.liveProbability == min(first, second))
    }
    #expect(results[0] != results[1])
    let background = try FaceRegionModel(at: path("face-region-background"))
    #expect(background.region.masksFace && background.region.extending.up > 0)
  }

  @Test func `two silent models vote`() throws {
    let detector = try SilentFaceDetector(
      modelsAt: [path("silent-face-1.0"), path("silent-face-2.7")])
    #expect(detector.models.map(\.scale) == [1, 2.7])
    let result = try detector.detect(image(seed: 3), face: face)
    #expect(result.opinions.allSatisfy { $0.finding?.isFinite == true })
  }

  @Test func `colour texture is judged without a network`() throws {
    let detector = try ColorTextureDetector(modelAt: path("color-texture-rgb"))
    let distances = try [4, 5].map {
      try #require(detector.detect(image(seed: $0), face: face).distance)
    }
    #expect(distances.allSatisfy(\.isFinite) && distances[0] != distances[1])
  }
}
