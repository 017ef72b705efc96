import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// Silent models whose network their card describes.
struct DescribedSilentModelTests {
  private static let crop = """
    "crop": {"scale": 1.5, "size": 16, "shape": "box", "scale_fit": "clamp", "border": "shift",
             "resize": "lanczos-or-area"}
    """

  private func model(_ change: (DescribedModel) -> DescribedModel = { $0 }) -> DescribedModel {
    change(DescribedModel(kind: "silent-face", name: "near", crop: Self.crop))
  }

  private func image(seed: UInt64) throws -> ImageFrame {
    var random = SeededGenerator(seed: seed)
    let pixels = (0..<200 * 160 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    return try ImageFrame(width: 200, height: 160, channels: 3, pixels: pixels, modality: .color)
  }

  @Test func `Row 5.10: a network that its card describes judges a face`() throws {
    let model = try SilentFaceModel(model().opened())
    #expect(model.name == "near" && model.scale == 1.5 && model.classes == ["spoof", "live"])
    let detector = try SilentFaceDetector(models: [model])
    let box = FaceBox(x: 50, y: 40, width: 80, height: 70)
    let result = try detector.detect(image(seed: 1), face: box)
    let opinion = try #require(result.opinions.first)
    #expect(opinion.cropBox == FaceBox(x: 30, y: 22, width: 121, height: 106))
    let finding = try #require(opinion.finding)
    #expect(abs(finding.probabilities.reduce(0, +) - 1) < 1e-6)
    #expect(result.liveProbability == Double(finding.probabilities[1]))
    let other = try detector.detect(image(seed: 2), face: box).opinions.first?.finding
    #expect(other != finding)
  }

  @Test func `what the network sees is what the layers of its description see`() throws {
    let described = model()
    let silent = try SilentFaceModel(described.opened())
    let image = try image(seed: 3)
    let box = FaceBox(x: 50, y: 40, width: 80, height: 70)
    let rectangle = silent.crop.rectangle(around: box, width: 200, height: 160)
    let input = try #require(silent.input(rectangle, of: image))
    let expected = try described.layers.reference([input]).logits.scalars
    let found = try #require(silent.judge(box, on: image, threads: 2).finding).logits
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(found) \(expected)")
  }

  @Test(arguments: [
    (#""fusion": {"kind": "concat"}"#, #""fusion": {"kind": "sum"}"#, "architecture.fusion.kind"),
    (
      #""inputs": ["image"], "dense""#, #""inputs": ["face"], "dense""#,
      "architecture.branches[0].inputs[0]"
    ),
    (#""dense": [6]"#, #""dense": [0]"#, "architecture.branches[0].dense[0]"),
    (#""hidden": [4]"#, #""hidden": [4], "bn": 1"#, "architecture.bn"),
    (#""classes": ["spoof", "live"]"#, #""classes": ["spoof", "live", "spoof"]"#, "output.classes"),
    (#""classes": ["spoof", "live"]"#, #""classes": ["live", "live"]"#, "output.classes"),
    (#""channels": 3, "height": 16"#, #""channels": 1, "height": 16"#, "inputs[0]"),
    (#""name": "image", "channels""#, #""name": "photo", "channels""#, "architecture.branches"),
    (#""modalities": ["rgb"]"#, #""modalities": ["nir"]"#, "modalities"),
    (#""scale": 1.5, "size": 16"#, #""scale": 1.5, "size": 17"#, "crop.size"),
    (#""low": -1, "high": 1"#, #""low": -1"#, "inputs[0].normalization.high"),
    (
      #""architecture": {"#, #""architecture": {"family": "minifasnet-v2", "#,
      "architecture.branches"
    ),
  ])
  func `a card that is wrong is refused at its member`(
    part: String, other: String, path: String
  ) throws {
    let text = model().members
    #expect(text.contains(part))
    let card = """
      {"format": "liveness-model/1", "name": "n", "version": "1", "kind": "silent-face",
       "golden_tolerance": 0.0001, "licence": "l", "training_data": "t", "limits": [],
       \(text.replacing(part, with: other))}
      """
    var file = WeightFile()
    file.metadata = [("liveness-model", card)]
    let channels = other.contains(#""channels": 1"#) ? 1 : 3
    let name = other.contains("photo") ? "photo" : "image"
    file.add("golden.input.\(name)", Tensor(shape: [1, channels, 16, 16]))
    file.add("golden.output.logits", Tensor(shape: [1, 2]))
    let error = #expect(throws: CheckpointError.self) {
      try SilentFaceModel(ModelFile(SafetensorsFile(bytes: file.bytes)))
    }
    guard case .card(let found, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.hasPrefix(path), "\(found)")
  }

  @Test func `a described network that lacks a parameter, or gives something else, is refused`()
    throws
  {
    var changed = model()
    let bytes = try changed.bytes()
    #expect(throws: Never.self) { try SilentFaceModel(ModelFile(SafetensorsFile(bytes: bytes))) }
    changed.change = { name, tensor in
      name == "head.logits.bias" ? Tensor(shape: tensor.shape, scalars: [.nan, 0]) : tensor
    }
    #expect(throws: CheckpointError.self) { try SilentFaceModel(changed.opened()) }
    var file = WeightFile()
    let card = try SafetensorsFile(bytes: bytes).metadata[ModelCard.metadataKey]
    file.metadata = [(ModelCard.metadataKey, card ?? "")]
    file.add("golden.input.image", Tensor(shape: [1, 3, 16, 16]))
    file.add("golden.output.logits", Tensor(shape: [1, 2]))
    let error = #expect(throws: CheckpointError.self) {
      try SilentFaceModel(ModelFile(SafetensorsFile(bytes: file.bytes)))
    }
    guard case .parameters = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["pad", "reflect", "shift", "shrink"])
  func `a crop far beyond the frame is not cut out, and its model does not apply`(
    border: String
  ) throws {
    // Ten times a face as large as the frame: 144 million pixels where they are filled in.
    let far = DescribedModel(
      kind: "silent-face", name: "far",
      crop: Self.crop.replacing("1.5", with: "10").replacing("shift", with: border))
    let (width, height) = (1200, 1200)
    let image = try ImageFrame(
      width: width, height: height, channels: 3,
      pixels: [UInt8](repeating: 120, count: width * height * 3), modality: .color)
    let detector = try SilentFaceDetector(models: [SilentFaceModel(far.opened())])
    let result = try detector.detect(
      image, face: FaceBox(x: 0, y: 0, width: Double(width), height: Double(height)))
    let isFilled = border == "pad" || border == "reflect"
    #expect(result.opinions.first?.finding == nil || !isFilled)
    #expect(result.reasons == (isFilled ? [.tooFewModels] : []))
    #expect(!isFilled || result.decision == .undetermined)
  }
}
