import Foundation
import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// Region models from files: what they see is what their file says.
struct FaceRegionModelTests {
  private static let face = FaceBox(x: 70, y: 60, width: 80, height: 70)

  private func region(
    _ amounts: [Double] = [0.85, 0.85, 0.85, 0.85], border: String = "shift", masks: Bool = true
  ) -> String {
    """
    "region": {"up": \(amounts[0]), "down": \(amounts[1]), "left": \(amounts[2]),
               "right": \(amounts[3]), "size": 16, "border": "\(border)", "masks_face": \(masks),
               "resize": "lanczos-or-area"}
    """
  }

  private func described(_ region: String, name: String = "background") -> DescribedModel {
    DescribedModel(kind: "face-region", name: name, crop: region)
  }

  private func image(
    seed: UInt64, paint: (_ x: Int, _ y: Int) -> UInt8? = { _, _ in nil }
  ) throws -> ImageFrame {
    var random = SeededGenerator(seed: seed)
    var pixels: [UInt8] = []
    for y in 0..<200 {
      for x in 0..<240 {
        for _ in 0..<3 {
          let noise = UInt8.random(in: 0...255, using: &random)
          pixels.append(paint(x, y) ?? noise)
        }
      }
    }
    return try ImageFrame(width: 240, height: 200, channels: 3, pixels: pixels, modality: .color)
  }

  private struct Constant: RegionModel {
    let confidence: Double
    func liveConfidence(of picture: RegionPicture) -> Double { confidence }
  }

  private func second(_ model: FaceRegionModel, _ image: ImageFrame) throws -> Double {
    let detector = try FaceBackgroundDetector(
      face: .init(Constant(confidence: 1), region: .face), background: .init(model))
    return try #require(detector.detect(image, face: Self.face).backgroundConfidence)
  }

  @Test func `Row 3.10: the crop that a file states is the crop at run time`() throws {
    let text = region([0.2, 0.4, 0.6, 1.5], border: "pad", masks: false)
    let model = try FaceRegionModel(described(text).opened())
    #expect(
      model.region.extending == RegionExtension(up: 0.2, down: 0.4, left: 0.6, right: 1.5))
    #expect(model.region.border == .pad && !model.region.masksFace && model.region.size == 16)
    #expect(model.name == "background 1")
    let plain = try FaceRegionModel(described(region()).opened())
    #expect(plain.region.border == .shift && plain.region.masksFace)
    // The same weights see something else under another rule.
    let image = try image(seed: 4)
    #expect(try second(model, image) != second(plain, image))
  }

  @Test(arguments: ["shift", "shrink", "pad"])
  func `Row 3.10: a model is fed the region at the size of its network`(border: String) throws {
    let file = described(region([1, 0.5, 2, 0], border: border))
    let model = try FaceRegionModel(file.opened())
    let image = try image(seed: 7)
    let policy = try #require(BorderPolicy(rawValue: border))
    func part(_ amount: RegionExtension, _ policy: BorderPolicy) -> ExtendedRegion {
      ExtendedRegion(
        around: Self.face, extending: amount, policy: policy, width: 240, height: 200)
    }
    let (whole, mask) = (part(model.region.extending, policy), part(.none, .shrink))
    // By plain means: the pixels one by one, black beyond the frame and on the face.
    var pixels: [UInt8] = []
    for row in whole.rows {
      for column in whole.columns {
        let isFace = mask.rows.contains(row) && mask.columns.contains(column)
        let lies = 0..<200 ~= row && 0..<240 ~= column
        for channel in 0..<3 { pixels.append(lies && !isFace ? image[column, row, channel] : 0) }
      }
    }
    let cut = try ImageFrame(
      width: whole.columns.count, height: whole.rows.count, channels: 3, pixels: pixels)
    let patch = try #require(
      FramePatch(
        of: cut, in: PixelRectangle(x: 0, y: 0, width: cut.width, height: cut.height),
        filling: .black))
    let samples = ResizeRule.lanczosOrArea(patch, width: 16, height: 16)
    let input = Tensor(
      shape: [1, 3, 16, 16],
      scalars: (0..<3).flatMap { channel in
        (0..<256).map { Float(Double(samples[3 * $0 + channel]) * 2 / 255 - 1) }
      })
    let logits = try file.layers.reference([input]).logits.scalars
    let expected = 1 / (1 + exp(Double(logits[0] - logits[1])))
    #expect(abs(try second(model, image) - expected) < 1e-4)
  }

  @Test func `Row 3.05: a file that masks the face keeps its pixels out of the confidence`() throws
  {
    let changed = { (x: Int, y: Int) -> UInt8? in
      (70..<150).contains(x) && (60..<130).contains(y) ? 200 : nil
    }
    for masks in [true, false] {
      let model = try FaceRegionModel(described(region(masks: masks)).opened())
      let (first, other) = (
        try second(model, image(seed: 9)), try second(model, image(seed: 9, paint: changed))
      )
      #expect((first == other) == masks)
    }
  }

  @Test func `Rows 3.01 and 3.10: one image and two files give two confidences, and one answer`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let near = described(region([0, 0, 0, 0], masks: false), name: "face")
    var paths: [String] = []
    for (name, model) in [("near", near), ("far", described(region()))] {
      paths.append(folder.appendingPathComponent("\(name).safetensors").path)
      try Data(model.bytes()).write(to: URL(fileURLWithPath: paths[paths.count - 1]))
    }
    let detector = try FaceBackgroundDetector(
      faceModelAt: paths[0], backgroundModelAt: paths[1], fusion: .product)
    let result = try detector.detect(image(seed: 5), face: Self.face)
    let (first, other) = (
      try #require(result.faceConfidence), try #require(result.backgroundConfidence)
    )
    #expect((0...1).contains(first) && (0...1).contains(other) && first != other)
    #expect(result.liveProbability == first * other)
    #expect(throws: LivenessError.self) {
      try FaceBackgroundDetector(faceModelAt: paths[0], backgroundModelAt: "/nowhere.safetensors")
    }
  }

  @Test(arguments: [
    (#""up": 0.85"#, #""up": 21"#, "region.up"), (#""left": 0.85"#, #""left": -1"#, "region.left"),
    (#""size": 16, "border""#, #""size": 20, "border""#, "region.size"),
    (#""border": "shift""#, #""border": "reflect""#, "region.border"),
    (#""masks_face": true"#, #""masks_face": 1"#, "region.masks_face"),
    (#""resize": "lanczos-or-area""#, #""resize": "nearest""#, "region.resize"),
    (#""masks_face": true"#, #""masks_face": true, "zoom": 2"#, "region.zoom"),
    (#""down": 0.85, "#, "", "region.down"), (#""region""#, #""crops""#, "region"),
  ])
  func `a region that a card does not state as it should is refused`(
    part: String, other: String, path: String
  ) throws {
    // Line breaks of the literal do not matter to JSON, but to the search for a part of it.
    let text = region().split { $0.isWhitespace }.joined(separator: " ")
    #expect(text.contains(part), "\(text)")
    let file = described(text.replacing(part, with: other))
    let error = #expect(throws: CheckpointError.self) { try FaceRegionModel(file.opened()) }
    guard case .card(let found, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == path)
  }

  @Test func `a file of another kind, and a picture of other sides, are refused`() throws {
    var file = described(region())
    let model = try FaceRegionModel(file.opened())
    let picture = RegionPicture(
      width: 16, height: 9, pixels: [SIMD3<UInt8>](repeating: SIMD3(), count: 144),
      counts: [Bool](repeating: true, count: 144))
    #expect(throws: LivenessError.self) { try model.liveConfidence(of: picture) }
    file.kind = "silent-face"
    #expect(throws: CheckpointError.self) { try FaceRegionModel(file.opened()) }
  }

  @Test(arguments: ["shift", "shrink", "pad"])
  func `a network is not asked about a black square where the face fills the frame`(
    border: String
  ) throws {
    let detector = try FaceBackgroundDetector(
      face: .init(Constant(confidence: 1), region: .face),
      background: .init(FaceRegionModel(described(region(border: border)).opened())))
    let result = try detector.detect(
      image(seed: 8), face: FaceBox(x: 0, y: 0, width: 240, height: 200))
    #expect(result.decision == .undetermined && result.reasons == [.tooFewModels])
    #expect(result.backgroundConfidence == nil)
  }

  @Test func `a region far beyond the frame is not cut out`() throws {
    let far = described(region([20, 20, 20, 20], border: "pad"))
    let (width, height) = (1300, 1300)
    let image = try ImageFrame(
      width: width, height: height, channels: 3,
      pixels: [UInt8](repeating: 120, count: width * height * 3), modality: .color)
    let detector = try FaceBackgroundDetector(
      face: .init(Constant(confidence: 1), region: .face),
      background: .init(FaceRegionModel(far.opened())))
    let result = try detector.detect(
      image, face: FaceBox(x: 0, y: 0, width: Double(width), height: Double(height)))
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.tooFewModels])
  }
}
