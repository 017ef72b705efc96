import Foundation
import Liveness
import LivenessTensors
import Synchronization
import TestSupport

@testable import Liveness
@testable import LivenessLayers

/// A model file that is made from its description, with parameters drawn by name.
struct DescribedModel {
  /// The members of the card that describe the network and its inputs, as JSON text without braces.
  var members: String
  /// The kind in the card.
  var kind = "depth-fusion"
  /// The name in the card.
  var name = "described"
  /// Changes a parameter before it is written.
  var change: @Sendable (_ name: String, Tensor) -> Tensor = { $1 }

  /// A preset of `Weights/Presets`.
  init(preset: String) throws {
    let file = Goldens.path("../../Weights/Presets/\(preset).json")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    members = String(text.trimmingCharacters(in: .whitespacesAndNewlines).dropFirst().dropLast())
  }

  /// Inputs and an architecture of one's own.
  init(
    inputs: String, architecture: String, modalities: [String] = ["nir"],
    classes: [String] = ["spoof", "live"]
  ) {
    members = """
      "inputs": [\(inputs)], "modalities": \(modalities), "crop": {"scale": 1.1, "size": 32},
      "heatmap": {"planes": 1, "sigma_pixels": 1.8}, "architecture": {\(architecture)},
      "output": {"classes": \(classes)}
      """
  }

  /// A network that judges a picture, with the members of its card that say what the picture is.
  init(
    kind: String, name: String = "described", size: Int = 16, crop: String,
    normalization: String = #"{"kind": "range", "low": -1, "high": 1}"#
  ) {
    self.kind = kind
    self.name = name
    members = """
      "inputs": [{"name": "image", "channels": 3, "height": \(size), "width": \(size),
                  "content": ["red", "green", "blue"], "normalization": \(normalization)}],
      "modalities": ["rgb"], \(crop), "architecture": {
        "branches": [{"name": "image", "inputs": ["image"], "dense": [6], "stages": [
          \(Self.stage([4])), \(Self.stage([5, 6], activation: "prelu", downsampling: "average"))]}],
        "fusion": {"kind": "concat"}, "hidden": [4]},
      "output": {"classes": ["spoof", "live"]}
      """
  }

  /// The same with one text in the place of another, which must be there.
  func replacing(_ text: String, with other: String) -> DescribedModel {
    precondition(members.contains(text), "\(text) is not in \(members)")
    var model = self
    model.members = members.replacingOccurrences(of: text, with: other)
    return model
  }

  /// The card.
  var card: ModelCard { get throws { try ModelCard(parsing: cardText) } }

  /// What the network is made of.
  var description: NetworkDescription { get throws { try NetworkDescription(card) } }

  /// The network.
  var network: FusionNetwork {
    get throws { FusionNetwork(from: DrawnTensors.scope, description: try description) }
  }

  /// The layers of the network.
  var layers: FusionLayers {
    get throws { FusionLayers(from: DrawnTensors.scope, description: try description) }
  }

  /// Inputs of the network, drawn by name.
  func inputs(images: Int = 1) throws -> [Tensor] {
    try description.inputs.map {
      DrawnTensors.input($0.name, [images, $0.channels, $0.size, $0.size])
    }
  }

  /// A detector that has loaded this file.
  func detector(policy: LivenessPolicy = .standard) throws -> LivenessDetector {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes()).write(to: file)
    return try LivenessDetector(modelAt: file.path, policy: policy)
  }

  /// The file, opened.
  func opened() throws -> ModelFile { try ModelFile(SafetensorsFile(bytes: bytes())) }

  /// The file.
  func bytes() throws -> [UInt8] {
    let parameters = Mutex<[String: Tensor]>([:])
    let scope = ParameterScope(path: "") { [change] name, shape in
      let tensor = change(name, DrawnTensors.parameter(name, shape))
      parameters.withLock { $0[name] = tensor }
      return tensor
    }
    let network = FusionNetwork(from: scope, description: try description)
    let inputs = try inputs()
    var file = WeightFile()
    file.metadata = [("liveness-model", cardText)]
    for (name, tensor) in parameters.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      file.add(name, tensor)
    }
    for (input, tensor) in zip(network.description.inputs, inputs) {
      file.add("golden.input.\(input.name)", tensor)
    }
    file.add("golden.output.logits", network(inputs, threads: 1).logits)
    return file.bytes
  }

  private var cardText: String {
    """
    {"format": "liveness-model/1", "name": "\(name)", "version": "1", "kind": "\(kind)",
     "threshold": 0.5, "golden_tolerance": 0.0001, "licence": "Apache-2.0",
     "training_data": "none", "limits": [], \(members)}
    """
  }
}

extension DescribedModel {
  /// JSON of an input.
  static func input(
    _ name: String, _ content: [String], channels: Int, size: Int = 32, more: String = ""
  ) -> String {
    let normalization =
      switch content[0] {
      case "depth":
        #"{"kind": "reference-depth", "range_metres": 0.1, "hole_value": -1, "#
          + #""relative_spread_metres": 0.05}"#
      case "coordinates": #"{"kind": "crop-coordinates"}"#
      default: #"{"kind": "standardize", "centre_fraction": 0.6, "floor": 0.02, "clip": 4}"#
      }
    return """
      {"name": "\(name)", "channels": \(channels), "height": \(size), "width": \(size),
       "content": \(content), "normalization": \(normalization)\(more)}
      """
  }

  /// JSON of a stage of 3×3 convolutions.
  static func stage(
    _ widths: [Int], normalization: String = "batch", activation: String = "relu",
    downsampling: String = "max"
  ) -> String {
    let convolutions = widths.map { #"{"channels": \#($0), "kernel": 3, "stride": 1}"# }
    return """
      {"convolutions": [\(convolutions.joined(separator: ", "))],
       "normalization": "\(normalization)", "activation": "\(activation)",
       "downsampling": "\(downsampling)"}
      """
  }

  /// A network with a depth branch and an image branch of the given stages.
  static func twoBranches(
    _ first: [String], _ second: [String], dense: [[Int]] = [[6], [6]],
    fusion: String = #""kind": "concat""#, size: Int = 32, coordinates: Bool = false
  ) -> DescribedModel {
    var inputs = [
      input("depth", ["depth", "heatmap"], channels: 2, size: size),
      input("image", ["grey", "heatmap"], channels: 2, size: size),
    ]
    if coordinates {
      inputs.append(input("points", ["coordinates"], channels: 136, size: 1))
    }
    let branches = zip(["depth", "image"], [(first, dense[0]), (second, dense[1])]).map {
      """
      {"name": "\($0)", "inputs": ["\($0)"], "stages": [\($1.0.joined(separator: ", "))],
       "dense": \($1.1)}
      """
    }
    let points = coordinates ? #", "inputs": ["points"]"# : ""
    return DescribedModel(
      inputs: inputs.joined(separator: ", "),
      architecture: """
        "branches": [\(branches.joined(separator: ", "))], "fusion": {\(fusion)\(points)},
        "hidden": [5]
        """)
  }
}

extension Tensor {
  /// The largest difference from another tensor of the same shape, relative to its largest number.
  func difference(from other: Tensor) -> Float {
    guard shape == other.shape else { return .infinity }
    let largest = other.scalars.reduce(0) { max($0, abs($1)) }
    return zip(scalars, other.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) } / max(largest, 1e-6)
  }
}
