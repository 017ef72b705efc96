import LivenessLayers
import LivenessTensors
import TestSupport

@testable import LivenessFaces

/// A small key-point network with random weights, as `Tests/Goldens/faces/make_key_points.py` wrote
/// it, and changed at will.
struct SmallKeyPoints {
  /// The card's JSON text.
  var card: String
  /// The parameters and golden tensors.
  var tensors: [String: Tensor] = [:]

  init() throws {
    let file = try SafetensorsFile(at: Goldens.path("faces/key-points.safetensors"))
    card = file.metadata[ModelCard.metadataKey] ?? ""
    for entry in file.entries { tensors[entry.name] = try file.tensor(entry.name) }
  }

  /// The model of it.
  func model() throws -> KeyPointModel {
    var file = WeightFile()
    file.metadata = [("liveness-model", card)]
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) { file.add(name, tensor) }
    return try KeyPointModel(ModelFile(SafetensorsFile(bytes: file.bytes)))
  }

  /// What PyTorch found on a crop, and the crop in grey from 0 to 1.
  static func recorded() throws -> (crop: Tensor, found: SafetensorsFile) {
    let file = try SafetensorsFile(at: Goldens.path("faces/key-points-found.safetensors"))
    let crop = try file.tensor("crop")
    return (Tensor(shape: crop.shape, scalars: crop.scalars.map { $0 / 255 }), file)
  }
}
