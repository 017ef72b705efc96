import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

struct ModelFileTests {
  private static let card = #"""
    {"format": "liveness-model/1", "name": "toy", "version": "1.2.0", "kind": "toy-fusion",
     "inputs": [{"name": "image", "channels": 1, "height": 1, "width": 2, "content": ["grey"],
                 "normalization": {"kind": "standardize", "floor": 0.02}}],
     "modalities": ["nir"], "crop": {"scale": 1.1, "size": 2},
     "heatmap": {"planes": 1, "sigma_pixels": 1.8},
     "output": {"classes": ["spoof", "live"]}, "threshold": 0.5, "golden_tolerance": 0.0001,
     "licence": "Apache-2.0", "training_data": "none", "limits": ["masks"],
     "evaluation": {"apcer": [0.1]}}
    """#

  private func bytes(
    card: String? = card, _ change: (inout WeightFile) -> Void = { _ in }
  ) -> [UInt8] {
    var file = WeightFile()
    if let card { file.metadata = [(ModelCard.metadataKey, card)] }
    file.add("dense.weight", Tensor(shape: [2, 2], scalars: [1, 0, 0, 300]))
    file.add("golden.input.image", Tensor(shape: [1, 1, 1, 2], scalars: [1, -2]))
    file.add("golden.output.logits", Tensor(shape: [1, 2], scalars: [1, -600]))
    change(&file)
    return file.bytes
  }

  private func refusal(of bytes: [UInt8]) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try ModelFile(SafetensorsFile(bytes: bytes))
      return nil
    } catch {
      return error
    }
  }

  private func refusal(replacing part: String, by other: String) throws -> CheckpointError? {
    let parts = Self.card.split(separator: part, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the card holds \(part) once")
    return refusal(of: bytes(card: parts.joined(separator: other)))
  }

  private func run(_ layer: Linear, _ inputs: [String: Tensor]) -> [String: Tensor] {
    let image = inputs["image"] ?? Tensor(shape: [0, 1, 1, 2])
    return ["logits": layer(image.flattened())]
  }

  private func network(_ file: ModelFile) throws(CheckpointError) -> Linear {
    try file.build {
      Linear(from: $0.scope("dense"), inputFeatures: 2, outputFeatures: 2, bias: false)
    }
  }

  @Test func `a model file describes itself`() throws {
    let file = try ModelFile(SafetensorsFile(bytes: bytes()))
    let card = file.card
    #expect(card.title == "toy 1.2.0")
    #expect(card.kind == "toy-fusion")
    #expect(card.inputs.map(\.name) == ["image"])
    let image = card.inputs[0]
    #expect([image.channels, image.height, image.width] == [1, 1, 2])
    #expect(image.content == ["grey"])
    #expect(try image.normalization.number("floor") == 0.02)
    #expect(card.modalities == ["nir"])
    #expect(card.crop == ModelCard.Crop(scale: 1.1, size: 2))
    #expect(card.heatmap == ModelCard.Heatmap(planes: 1, sigma: 1.8))
    #expect(card.classes == ["spoof", "live"])
    #expect(card.points == nil)
    #expect(card.threshold == 0.5)
    #expect(card.goldenTolerance == 0.0001)
    #expect(card.licence == "Apache-2.0")
    #expect(card.trainingData == "none")
    #expect(card.limits == ["masks"])
    #expect(card.evaluation == (try JSONValue(parsing: #"{"apcer": [0.1]}"#)))
    #expect(file.golden.inputs.keys.sorted() == ["image"])
    #expect(file.golden.outputs["logits"]?.scalars == [1, -600])
    try card.require(kind: "toy-fusion")
    #expect(throws: CheckpointError.card(path: "kind", expected: "\"x\"", found: "\"toy-fusion\""))
    {
      try card.require(kind: "x")
    }
  }

  @Test func `the golden vector reproduces`() throws {
    let file = try ModelFile(SafetensorsFile(bytes: bytes()))
    let layer = try network(file)
    try file.verifyGolden { run(layer, $0) }
  }

  @Test func `the tolerance grows with the largest element`() throws {
    func file(_ output: [Float]) throws -> ModelFile {
      try ModelFile(
        SafetensorsFile(
          bytes: bytes { file in
            file.tensors.removeLast()
            file.add("golden.output.logits", Tensor(shape: [1, 2], scalars: output))
          }))
    }
    let near = try file([1.05, -600.05])
    let layer = try network(near)
    try near.verifyGolden { run(layer, $0) }
    #expect(
      throws: CheckpointError.golden(
        name: "golden.output.logits", index: 0, expected: 1.07, found: 1,
        tolerance: Float(0.0001) * 600)
    ) {
      try file([1.07, -600]).verifyGolden { run(layer, $0) }
    }
  }

  @Test func `a golden vector that does not reproduce is refused`() throws {
    let file = try ModelFile(SafetensorsFile(bytes: bytes()))
    func refusal(_ outputs: [String: Tensor]) -> CheckpointError? {
      do throws(CheckpointError) {
        try file.verifyGolden { _ in outputs }
        return nil
      } catch {
        return error
      }
    }
    let name = "golden.output.logits"
    #expect(
      refusal(["logits": Tensor(shape: [1, 2], scalars: [1, -599])])
        == .golden(
          name: name, index: 1, expected: -600, found: -599, tolerance: Float(0.0001) * 600))
    guard
      case .golden(name, 0, 1, let found, _) = refusal([
        "logits": Tensor(shape: [1, 2], scalars: [.nan, -600])
      ])
    else {
      Issue.record("expected that not-a-number reproduces nothing")
      return
    }
    #expect(found.isNaN)
    #expect(
      refusal([:])
        == .goldenTensor(
          name: name, expected: "reproduced with shape [1, 2]", found: "no such output"))
    #expect(
      refusal(["logits": Tensor(shape: [2], scalars: [1, -600])])
        == .goldenTensor(
          name: name, expected: "reproduced with shape [1, 2]", found: "shape [2]"))
  }

  @Test func `tensors without a card are no model`() {
    #expect(refusal(of: bytes(card: nil)) == .noCard)
  }

  @Test func `a card that is no JSON object is refused`() {
    #expect(
      refusal(of: bytes(card: "{"))
        == .cardText(JSONError(problem: .unexpectedEnd(expected: "a name in quotes"), offset: 1)))
    #expect(
      refusal(of: bytes(card: "[]"))
        == .card(path: "root", expected: "an object", found: "an array"))
  }

  @Test(arguments: [
    (
      "liveness-model/1", "liveness-model/2", "format", "\"liveness-model/1\"",
      "\"liveness-model/2\""
    ),
    ("\"toy\"", "\"\"", "name", "text", "an empty string"),
    ("\"1.2.0\"", "1", "version", "a string", "a number"),
    ("\"kind\": \"toy-fusion\",", "", "kind", "a string", "nothing"),
    ("\"channels\": 1", "\"channels\": 0", "inputs[0].channels", "an integer from 1 to 1024", "0"),
    (
      "\"height\": 1", "\"height\": 1e9", "inputs[0].height", "an integer from 1 to 4096",
      "1000000000.0"
    ),
    ("\"width\": 2", "\"width\": 5000", "inputs[0].width", "an integer from 1 to 4096", "5000"),
    ("[\"grey\"]", "[1]", "inputs[0].content[0]", "a string", "a number"),
    (
      "\"kind\": \"standardize\"", "\"x\": 1", "inputs[0].normalization.kind", "a string",
      "nothing"
    ),
    ("1.1", "0", "crop.scale", "a number from 0.1 to 10.0", "0.0"),
    ("\"size\": 2", "\"size\": \"2\"", "crop.size", "an integer from 1 to 4096", "a string"),
    ("1.8", "-1", "heatmap.sigma_pixels", "a number from 0.01 to 1000.0", "-1.0"),
    ("[\"spoof\", \"live\"]", "\"live\"", "output.classes", "an array", "a string"),
    ("0.5", "1.5", "threshold", "a number from 0.0 to 1.0", "1.5"),
    ("0.0001", "0.5", "golden_tolerance", "a number from 0.0 to 0.01", "0.5"),
    ("[\"nir\"]", "{}", "modalities", "an array", "an object"),
    ("\"licence\": \"Apache-2.0\",", "", "licence", "a string", "nothing"),
    ("\"none\"", "null", "training_data", "a string", "null"),
    ("[\"masks\"]", "\"masks\"", "limits", "an array", "a string"),
  ])
  func `a card is refused by the place that is wrong`(
    part: String, other: String, path: String, expected: String, found: String
  ) throws {
    let refusal = try refusal(replacing: part, by: other)
    #expect(refusal == .card(path: path, expected: expected, found: found))
  }

  @Test func `inputs that are missing or named twice are refused`() throws {
    let none = Self.card.replacing(/"inputs": \[[^\]]*\][^\]]*\]/, with: "\"inputs\": []")
    #expect(
      refusal(of: bytes(card: none))
        == .card(path: "inputs", expected: "one input or more", found: "none"))
    let entry = """
      {"name": "image", "channels": 1, "height": 1, "width": 2, "content": [], \
      "normalization": {"kind": "x"}}
      """
    let twice = Self.card.replacing(
      /"inputs": \[[^\]]*\][^\]]*\]/, with: "\"inputs\": [\(entry), \(entry)]")
    #expect(
      refusal(of: bytes(card: twice))
        == .card(
          path: "inputs", expected: "inputs of different names", found: "\"image\" twice"))
  }

  @Test func `an input is asked for with its extents`() throws {
    let card = try ModelFile(SafetensorsFile(bytes: bytes())).card
    #expect(
      throws: CheckpointError.card(
        path: "inputs", expected: "an input named \"depth\"", found: "\"image\"")
    ) { try card.input("depth", channels: 1, size: 2) }
    #expect(
      throws: CheckpointError.card(
        path: "inputs[0]", expected: "1 channels of 2×2", found: "1 channels of 1×2")
    ) { try card.input("image", channels: 1, size: 2) }
  }

  @Test func `a golden vector must be whole and finite`() {
    func refusal(_ change: (inout WeightFile) -> Void) -> CheckpointError? {
      self.refusal(of: bytes(change))
    }
    #expect(
      refusal { $0.tensors.remove(at: 1) }
        == .goldenTensor(
          name: "golden.input.image", expected: "of shape [N, 1, 1, 2]", found: "nothing"))
    #expect(
      refusal { $0.tensors[1].shape = "[1, 1, 2, 1]" }
        == .goldenTensor(
          name: "golden.input.image", expected: "of shape [N, 1, 1, 2]", found: "[1, 1, 2, 1]"))
    #expect(
      refusal { $0.tensors.removeLast() }
        == .goldenTensor(name: "golden.output.…", expected: "recorded", found: "no output"))
    #expect(
      refusal { $0.tensors[2].name = "golden.logits" }
        == .goldenTensor(
          name: "golden.logits", expected: "an input, or an output with elements",
          found: "shape [1, 2]"))
    #expect(
      refusal { $0.add("golden.input.depth", Tensor(shape: [1])) }
        == .goldenTensor(
          name: "golden.input.depth", expected: "an input of the card", found: "none"))
    #expect(
      refusal { $0.add("golden.output.b", Tensor(shape: [2], scalars: [0, .infinity])) }
        == .goldenTensor(name: "golden.output.b", expected: "finite", found: "inf at index 1"))
    #expect(
      refusal { $0.add("golden.output.b", "U8", [1], [0]) }
        == .elementType(tensor: "golden.output.b", expected: "F32, F16 or BF16", found: .uint8))
  }

  @Test func `a golden vector that is too large is refused before it is read`() {
    func refusal(records: Int) -> CheckpointError? {
      self.refusal(
        of: bytes { $0.tensors[1] = input("image", [records, 1, 1, 2], count: 2 * records) })
    }
    #expect(refusal(records: 4) == nil)
    #expect(
      refusal(records: 5)
        == .goldenTensor(
          name: "golden.input.…", expected: "the same N for all, 1 to 4", found: "[5]"))
    #expect(
      refusal(records: 1 << 23)
        == .goldenTensor(
          name: "golden.output.logits",
          expected: "no larger than 16777216 elements with those before it", found: "shape [1, 2]"))
  }

  @Test func `golden inputs of different numbers of captures are refused`() {
    let second = """
      , {"name": "depth", "channels": 1, "height": 1, "width": 2, "content": [], \
      "normalization": {"kind": "x"}}], "modalities"
      """
    let card = Self.card.replacing(/\],\s*"modalities"/, with: second)
    func refusal(records: Int) -> CheckpointError? {
      self.refusal(
        of: bytes(card: card) {
          $0.tensors.append(input("depth", [records, 1, 1, 2], count: 2 * records))
        })
    }
    #expect(refusal(records: 1) == nil)
    #expect(
      refusal(records: 2)
        == .goldenTensor(
          name: "golden.input.…", expected: "the same N for all, 1 to 4", found: "[1, 2]"))
  }

  /// Zeros in half precision as a golden input.
  private func input(_ name: String, _ shape: [Int], count: Int) -> WeightFile.Stored {
    WeightFile.Stored(
      name: "golden.input.\(name)", elementType: "F16", shape: shape.description,
      bytes: [UInt8](repeating: 0, count: 2 * count))
  }

  @Test func `a model's parameters are checked like any others`() throws {
    let file = try ModelFile(
      SafetensorsFile(bytes: bytes { $0.add("extra", Tensor(shape: [1])) }))
    #expect(
      throws: CheckpointError.parameters([.unexpected(name: "extra", shape: [1])])
    ) { try network(file) }
  }
}
