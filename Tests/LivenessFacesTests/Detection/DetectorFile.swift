import Foundation
import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

/// A model file put together from a card of the repository and weights of other people's.
struct DetectorFile {
  /// The card's JSON text.
  var card: String
  /// The parameters and golden tensors.
  var tensors: [String: Tensor] = [:]

  /// Takes a card by its name.
  init(card name: String) throws {
    let folder = Goldens.path("../../Weights/conversion/cards")
    card = try String(contentsOfFile: "\(folder)/\(name).json", encoding: .utf8)
  }

  /// Takes a card's text.
  init(text: String) { card = text }

  /// A recording below `LIVENESS_MODELS`.
  static func recording(_ path: String) throws -> SafetensorsFile {
    try SafetensorsFile(at: "\(try #require(OutsideModels.folder))/\(path).safetensors")
  }

  /// Takes every tensor that a step of the card names.
  mutating func addParameters(from file: SafetensorsFile) throws {
    let fields = try ModelCard(parsing: card).fields
    let isOutputsLast =
      fields.contains("filters") ? try fields.string("filters") == "ohwi" : false
    for step in try fields.object("architecture").objects("steps") {
      let norm = step.contains("normalization") ? try step.object("normalization") : nil
      for (place, member) in [
        (step, "weight"), (step, "bias"), (step, "slopes"), (norm, "mean"), (norm, "variance"),
        (norm, "scale"), (norm, "offset"),
      ] {
        guard let place, place.contains(member) else { continue }
        let name = try place.string(member)
        let tensor = try file.tensor(name)
        tensors[name] =
          isOutputsLast ? tensor.channelsFirst(isDepthwise: step.contains("groups")) : tensor
      }
    }
  }

  /// Records an input and outputs.
  mutating func record(_ input: Tensor, _ outputs: [String: Tensor]) {
    tensors["golden.input.image"] = input
    for (name, tensor) in outputs { tensors["golden.output.\(name)"] = tensor }
  }

  /// Records what the graph itself gives, where nobody else's record has the form of the outputs.
  mutating func recordItself(_ input: Tensor) throws -> [String: Tensor] {
    tensors["golden.input.image"] = input
    let card = try ModelCard(parsing: self.card)
    let graph = try NetworkGraph(try card.fields.object("architecture"), input: card.inputs[0])
    let shapes = try graph.shapes(height: card.inputs[0].height, width: card.inputs[0].width)
    let network = try opened { try $0.build { GraphNetwork(graph, shapes: shapes, from: $0) } }
    let outputs = try DetectorNetwork(network)(input, threads: 2)
    record(input, outputs)
    return outputs
  }

  /// The detector.
  func detector(options: FaceDetectorOptions = FaceDetectorOptions()) throws -> FaceDetectorModel {
    try opened { try FaceDetectorModel(try ModelFile($0), options: options) }
  }

  /// What is made of the file.
  func opened<Result>(_ body: (SafetensorsFile) throws -> Result) throws -> Result {
    var file = WeightFile()
    file.metadata = [("liveness-model", card)]
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) { file.add(name, tensor) }
    return try body(try SafetensorsFile(bytes: file.bytes))
  }
}

extension Tensor {
  /// Filters, images or slopes with the channels last, with the channels where this library has
  /// them; vectors as they are.
  func channelsFirst(isDepthwise: Bool = false) -> Tensor {
    guard shape.rank == 4 else { return Tensor(shape: [shape.count], scalars: scalars) }
    let (n, h, w, c) = (shape[0], shape[1], shape[2], shape[3])
    var turned: [Float] = []
    for i in 0..<n {
      for k in 0..<c {
        for position in 0..<h * w { turned.append(scalars[(i * h * w + position) * c + k]) }
      }
    }
    return Tensor(shape: isDepthwise ? [c, n, h, w] : [n, c, h, w], scalars: turned)
  }
}
