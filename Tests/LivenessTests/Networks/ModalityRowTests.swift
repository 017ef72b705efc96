import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness
@testable import LivenessLayers

/// Models for every set of sensors, row by row of the requirements.
struct ModalityRowTests {
  private typealias Model = DescribedModel

  /// The synthetic capture with an image of each modality.
  private func capture(
    _ modalities: [Modality], size: (width: Int, height: Int)? = nil
  ) throws -> LivenessCapture {
    let synthetic = SyntheticCapture()
    let plain = try synthetic.capture()
    let images = try modalities.enumerated().map { index, modality in
      let (width, height) = index == 0 ? (320, 240) : size ?? (320, 240)
      let channels = modality == .color ? 3 : 1
      let pixels = (0..<width * height * channels).map { UInt8(($0 * 37 + index * 50) % 251) }
      return try ImageFrame(
        width: width, height: height, channels: channels, pixels: pixels, modality: modality,
        camera: index == 0 ? synthetic.camera : nil)
    }
    return LivenessCapture(
      depth: plain.depth, images: images, registration: .aligned, faceBox: plain.faceBox)
  }

  private static let depth = Model.input("depth", ["depth", "heatmap"], channels: 2)
  private static let dense = #""dense": [4]"#

  /// A model with a branch for each input.
  private func described(_ inputs: [(name: String, text: String)], _ modalities: [String])
    -> DescribedModel
  {
    let branches = inputs.map { #"{"name": "\#($0.name)", "inputs": ["\#($0.name)"]}"# }
    return DescribedModel(
      inputs: inputs.map(\.text).joined(separator: ", "),
      architecture: """
        "shared_architecture": {"stages": [\(Model.stage([3]))], \(Self.dense)},
        "branches": [\(branches.joined(separator: ", "))], "fusion": {"kind": "concat"},
        "hidden": []
        """, modalities: modalities)
  }

  private func image(_ name: String, _ modality: String) -> (name: String, text: String) {
    let content = modality == "rgb" ? "rgb" : "grey"
    return (
      name,
      Model.input(
        name, [content, "heatmap"], channels: content == "rgb" ? 4 : 2,
        more: #", "modalities": ["\#(modality)"]"#)
    )
  }

  @Test(arguments: [["nir"], ["rgb"], ["nir-dots"], ["nir", "rgb"], []])
  func `Row 1.44: as many branches as inputs, from one schema`(modalities: [String]) throws {
    let inputs = [("depth", Self.depth)] + modalities.map { image("image_\($0.prefix(3))", $0) }
    let model = described(inputs, modalities.isEmpty ? ["nir", "rgb"] : modalities)
    let description = try model.description
    #expect(description.branches.count == 1 + modalities.count)
    let detector = try model.detector(policy: .lenient)
    let needed = modalities.map { [Modality(rawValue: $0)] }
    #expect(
      detector.neededModalities == (needed.isEmpty ? [[.nearInfrared, .color]] : needed))
    let given = needed.isEmpty ? [.nearInfrared] : needed.map { $0[0] }
    let result = try detector.detect(capture(given))
    #expect(result.liveProbability.map(\.isFinite) == true)
    #expect(result.reasons == [])
    #expect(result.decision != .undetermined)
    // In any order, and among images that are not needed.
    let others = [Modality(rawValue: "thermal")] + given.reversed()
    #expect(try detector.detect(capture(others)).reasons == [])
  }

  @Test func `Row 1.44: an image that the model needs and the capture lacks is a reason`() throws {
    let inputs = [("depth", Self.depth), image("near", "nir"), image("color", "rgb")]
    let detector = try described(inputs, ["nir", "rgb"]).detector(policy: .lenient)
    for given in [[Modality.nearInfrared], [.color], [.nearInfraredWithDots, .color], []] {
      let result = try detector.detect(capture(given))
      #expect(result.decision == .undetermined)
      #expect(result.reasons == [.noImage])
      #expect(result.liveProbability == nil)
    }
  }

  @Test func `Row 1.44: images of different sizes are refused by the size that is wrong`() throws {
    let inputs = [("depth", Self.depth), image("near", "nir"), image("color", "rgb")]
    let detector = try described(inputs, ["nir", "rgb"]).detector(policy: .lenient)
    let capture = try capture([.nearInfrared, .color], size: (160, 120))
    let error = #expect(throws: LivenessError.self) { try detector.detect(capture) }
    guard case .alignment(.size(frame: "rgb", _, _, width: 160, height: 120)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [(300.0, true), (300.0.nextUp, false), (450, false)])
  func `images that a model needs together are judged where they see along the same rays`(
    focal: Double, isJudged: Bool
  ) throws {
    let inputs = [("depth", Self.depth), image("near", "nir"), image("color", "rgb")]
    let detector = try described(inputs, ["nir", "rgb"]).detector(policy: .lenient)
    let plain = try capture([.nearInfrared, .color])
    let camera = try CameraModel(
      width: 320, height: 240, focalX: focal, focalY: focal, centerX: 159.5, centerY: 119.5)
    let color = try ImageFrame(
      width: 320, height: 240, channels: 3, pixels: plain.images[1].pixels, modality: .color,
      camera: camera)
    let result = try detector.detect(
      LivenessCapture(
        depth: plain.depth, images: [color, plain.images[0]], registration: .aligned,
        faceBox: plain.faceBox))
    #expect(result.reasons == (isJudged ? [] : [.sensorsMisaligned]))
    #expect((result.liveProbability != nil) == isJudged)
    #expect(isJudged || result.decision == .undetermined)
  }

  @Test(arguments: ["depth-nir", "depth-nir-dots", "depth-rgb", "depth-nir-rgb"])
  func `Row 1.45: a preset gives what PyTorch makes of it`(name: String) throws {
    let model = try DescribedModel(preset: name)
    let recorded = try SafetensorsFile(at: Goldens.path("networks/presets.safetensors"))
    let description = try model.description
    let output = try model.network(model.inputs(images: 2), threads: 2)
    func difference(_ actual: Tensor, _ name: String) throws -> Float {
      actual.difference(from: try recorded.tensor(name))
    }
    #expect(try difference(output.logits, "\(name).logits") <= 1e-4)
    #expect(try difference(output.features, "\(name).features") <= 1e-4)
    for (branch, features) in zip(description.branches, output.branches) {
      #expect(try difference(features, "\(name).\(branch.scope)") <= 1e-4)
    }
  }

  @Test(arguments: [
    ("depth-nir", [Modality.nearInfrared]), ("depth-nir-dots", [.nearInfraredWithDots]),
    ("depth-rgb", [.color]), ("depth-nir-rgb", [.nearInfrared, .color]),
  ])
  func `Row 1.45: a preset judges captures of its sensors`(
    name: String, modalities: [Modality]
  ) throws {
    let detector = try DescribedModel(preset: name).detector(policy: .lenient)
    let result = try detector.detect(capture(modalities))
    #expect(result.reasons == [])
    #expect(result.liveProbability.map(\.isFinite) == true)
    let wrong = modalities == [.color] ? Modality.nearInfrared : .color
    #expect(try detector.detect(capture([wrong])).reasons == [.noImage])
  }

  @Test func `Row 1.12: dots are taken out before key points are looked for`() throws {
    let detector = try DescribedModel(preset: "depth-nir-dots").detector(policy: .lenient)
    let capture = try capture([.nearInfraredWithDots])
    let result = try detector.detect(capture)
    guard case .model(let model) = detector.keyPoints else {
      Issue.record("the embedded network finds the key points")
      return
    }
    let crop = model.crop(around: try #require(capture.faceBox))
    let grey = crop.grey(of: capture.images[0])
    let filtered = DotSuppression.gaussian(sigma: 1.5)(grey)
    #expect(result.keyPoints == model.find(on: filtered)?.mapped(crop.framePoint))
    #expect(result.keyPoints != model.find(on: grey)?.mapped(crop.framePoint))
    // A model that declares no filter sees the image as it is.
    let plain = try DescribedModel(preset: "depth-nir").detector(policy: .lenient)
    let clean = try self.capture([.nearInfrared])
    #expect(
      try plain.detect(clean).keyPoints
        == model.find(on: crop.grey(of: clean.images[0]))?.mapped(crop.framePoint))
  }

  @Test func `Row 1.12: on an image without dots key points are looked for as it is`() throws {
    let detector = try DescribedModel(preset: "depth-nir-dots")
      .replacing(#""modalities": ["nir-dots"]"#, with: #""modalities": ["nir-dots", "nir"]"#)
      .detector(policy: .lenient)
    let clean = try capture([.nearInfrared])
    guard case .model(let model) = detector.keyPoints else {
      Issue.record("the embedded network finds the key points")
      return
    }
    let crop = model.crop(around: try #require(clean.faceBox))
    let found = model.find(on: crop.grey(of: clean.images[0]))
    #expect(try detector.detect(clean).keyPoints == found?.mapped(crop.framePoint))
  }

  @Test func `a camera's image is smoothed as the card asks, a picture of depth is not`() throws {
    let model = try DescribedModel(preset: "depth-image")
    let smooth = try model.detector(policy: .lenient)
    let plain = try model.replacing("[1, 4, 6, 4, 1]", with: "[1]").detector(policy: .lenient)
    let capture = try capture([.nearInfrared])
    let seen = try (smooth.detect(capture), plain.detect(capture))
    #expect(seen.0.liveProbability != nil)
    #expect(seen.0.liveProbability != seen.1.liveProbability)
    let alone = LivenessCapture(
      depth: capture.depth, images: [], registration: .aligned, faceBox: capture.faceBox)
    let drawn = try (smooth.detect(alone), plain.detect(alone))
    #expect(drawn.0.liveProbability != nil)
    #expect(drawn.0.liveProbability == drawn.1.liveProbability)
  }

  @Test func `Row 1.46: canthus and pupil patches with a glint are a branch of their own`() throws {
    let patch = #", "modalities": ["nir"], "patch": {"scale": 0.3, "glint_size": 5}"#
    let eyes = Model.input(
      "eyes", ["canthi", "pupils", "glint"], channels: 8, size: 24, more: patch)
    let inputs = [("depth", Self.depth), image("image", "nir"), ("eyes", eyes)]
    let model = described(inputs, ["nir"])
    #expect(try model.description.branches.map(\.name) == ["depth", "image", "eyes"])
    let detector = try model.detector(policy: .lenient)
    let result = try detector.detect(capture([.nearInfrared]))
    #expect(result.reasons == [])
    #expect(result.liveProbability.map(\.isFinite) == true)
    // A glint needs near-infrared light.
    let colored = model.replacing(#""modalities": ["nir"], "patch""#, with: #""patch""#)
      .replacing(#""modalities": ["nir"], "crop""#, with: #""modalities": ["nir", "rgb"], "crop""#)
    let error = #expect(throws: LivenessError.self) { try colored.detector() }
    guard case .model(.card(path: "inputs[2].modalities", _, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `coordinates are a vector, and no map of pixels`() throws {
    let points = Model.input("points", ["coordinates"], channels: 136, size: 2)
    let model = described(
      [("depth", Self.depth), image("image", "nir"), ("points", points)], ["nir"])
    let error = #expect(throws: LivenessError.self) { try model.detector() }
    guard case .model(.card(path: "inputs[2].height", _, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    (#"["grey", "heatmap"]"#, #"["grey", "depth"]"#, "inputs[1].content"),
    (
      #""channels": 2, "height": 32, "width": 32,\#n "content": ["grey""#,
      #""channels": 3, "height": 32, "width": 32,\#n "content": ["grey""#, "inputs[1].channels"
    ),
    (#", "modalities": ["nir"]}"#, #", "modalities": ["rgb"]}"#, "inputs[1].modalities"),
    (
      #", "modalities": ["nir"]}"#,
      #", "dot_suppression": {"kind": "median", "size": 4}}"#, "inputs[1].dot_suppression.size"
    ),
    (#""size": 32}"#, #""size": 31}"#, "crop.size"),
  ])
  func `an input that is wrong is refused by the path of the wrong field`(
    text: String, other: String, path: String
  ) throws {
    let right = described([("depth", Self.depth), image("image", "nir")], ["nir"])
    let error = #expect(throws: LivenessError.self) {
      try right.replacing(text, with: other).detector()
    }
    guard case .model(.card(let found, _, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == path)
  }
}
