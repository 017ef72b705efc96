import Liveness
public import LivenessLayers
import LivenessTensors

/// Files of the kind `silent-face`, made of somebody else's weights or of made-up ones.
public struct SilentModelFile {
  /// The members of the card that tests vary.
  public var name = "constant"
  /// The version in the card.
  public var version = "1"
  /// The kind in the card.
  public var kind = "silent-face"
  /// The network's family.
  public var family = "minifasnet-v2"
  /// Whether batch normalization stands apart.
  public var batchNorm = "separate"
  /// Pixels along each side.
  public var size = 80
  /// The order of the colours.
  public var content = ["blue", "green", "red"]
  /// How samples become numbers.
  public var normalization = #"{"kind": "range", "low": 0, "high": 255}"#
  /// The crop's members but its size.
  public var crop =
    #""scale": 2.7, "shape": "box", "scale_fit": "clamp", "border": "shift", "resize": "linear""#
  /// What the outputs stand for.
  public var classes = ["spoof", "live", "spoof"]
  /// The parameters and the golden vector.
  public var tensors = WeightFile()

  private init() {}

  /// The card.
  public var card: String {
    """
    {"format": "liveness-model/1", "name": "\(name)", "version": "\(version)", "kind": "\(kind)",
     "inputs": [{"name": "image", "channels": 3, "height": \(size), "width": \(size),
                 "content": \(content), "normalization": \(normalization)}],
     "modalities": ["rgb"], "crop": {\(crop), "size": \(size)},
     "architecture": {"family": "\(family)", "batch_norm": "\(batchNorm)"},
     "output": {"classes": \(classes)}, "golden_tolerance": 0.0001, "licence": "none",
     "training_data": "none", "limits": []}
    """
  }

  /// The file.
  public var bytes: [UInt8] {
    var file = tensors
    file.metadata = [("liveness-model", card)]
    return file.bytes
  }

  /// The file, opened.
  public func opened() throws -> ModelFile { try ModelFile(SafetensorsFile(bytes: bytes)) }

  /// A network that gives the same logits whatever it sees.
  public static func constant(_ name: String, logits: [Float], scale: Double = 2.7)
    -> SilentModelFile
  {
    var file = SilentModelFile()
    file.name = name
    file.crop = file.crop.replacing("2.7", with: "\(scale)")
    for (name, shape) in parameters {
      var scalars = [Float](repeating: 0, count: shape.count)
      if name == "bn.bias" { scalars = scalars.map { _ in 1 } }
      if name == "prob.weight" { scalars = scalars.indices.map { logits[$0 / 128] / 128 } }
      file.tensors.add(name, Tensor(shape: shape, scalars: scalars))
    }
    file.tensors.add("golden.input.image", Tensor(shape: [1, 3, 80, 80]))
    file.tensors.add("golden.output.logits", Tensor(shape: [1, 3], scalars: logits))
    return file
  }

  /// The names and shapes of what a MiniFASNetV2 takes.
  private static var parameters: [(name: String, shape: Shape)] {
    let list = ParameterList()
    _ = MiniFASNet(from: list.scope, architecture: .v2)
    return list.entries
  }

  /// A network of Minivision's, from the folder that tests are pointed to.
  public static func minifasnet(_ network: String, in folder: String) throws -> SilentModelFile {
    var file = SilentModelFile()
    let isSqueezed = network.contains("V1SE")
    file.name = isSqueezed ? "minifasnet-v1se-4.0" : "minifasnet-v2-2.7"
    file.family = isSqueezed ? "minifasnet-v1se" : "minifasnet-v2"
    if isSqueezed { file.crop = file.crop.replacing("2.7", with: "4.0") }
    let weights = try SafetensorsFile(at: "\(folder)/minifasnet/\(network).safetensors")
    for entry in weights.entries where entry.elementType == .float32 {
      file.tensors.add(
        entry.name, "F32", entry.shape.dimensions, try weights.bytes(of: entry.name))
    }
    let golden = try SafetensorsFile(
      at: "\(folder)/minifasnet/image_T1_\(network)_golden.safetensors")
    file.tensors.add("golden.input.image", try golden.tensor("input"))
    file.tensors.add("golden.output.logits", try golden.tensor("logits"))
    return file
  }

  /// MiniFASNetV2SE of face-antispoof-onnx, with a golden vector for a made-up picture.
  public static func minifasnetV2SE(
    _ weights: ONNXWeights, picture: [Float], logits: [Float]
  ) -> SilentModelFile {
    var file = SilentModelFile()
    (file.name, file.family, file.batchNorm) = ("minifasnet-v2se-1.5", "minifasnet-v2se", "folded")
    (file.size, file.content) = (128, ["red", "green", "blue"])
    file.normalization = #"{"kind": "range", "low": 0, "high": 1}"#
    file.crop = """
      "scale": 1.5, "shape": "square", "scale_fit": "clamp", "border": "reflect",
      "resize": "lanczos-or-area"
      """
    file.classes = ["live", "spoof"]
    for (name, tensor) in weights.miniFASNet { file.tensors.add(name, tensor) }
    file.tensors.add(
      "golden.input.image", Tensor(shape: [1, 3, 128, 128], scalars: picture))
    file.tensors.add("golden.output.logits", Tensor(shape: [1, 2], scalars: logits))
    return file
  }
}

/// Writes down which parameters a network takes.
private final class ParameterList: @unchecked Sendable {
  private(set) var entries: [(name: String, shape: Shape)] = []

  var scope: ParameterScope {
    ParameterScope(path: "") { [self] name, shape in
      entries.append((name, shape))
      return Tensor(shape: shape)
    }
  }
}

extension ONNXWeights {
  /// The weights by the names of the original network: `/conv_3/model/model.0/conv/prelu/PRelu` is
  /// `conv_3.model.0.conv.prelu`.
  var miniFASNet: [(name: String, tensor: Tensor)] {
    var named: [(name: String, tensor: Tensor)] = []
    for node in nodes {
      let path = node.name.split(separator: "/").dropLast().joined(separator: ".")
        .replacing("model.model.", with: "model.")
      let weights = node.inputs.dropFirst().compactMap { tensors[$0] }
      switch node.operation {
      case "Conv":
        named += zip(["weight", "bias"], weights).map { ("\(path).\($0)", $1) }
      case "PRelu":
        named += weights.map { ("\(path).weight", $0.reshaped(to: [$0.shape.count])) }
      case "MatMul":
        let name = path == "logits" ? "prob" : path
        named += weights.map { ("\(name).weight", Self.transposed($0)) }
      case "BatchNormalization":
        let names = ["weight", "bias", "running_mean", "running_var"]
        named += zip(names, weights).map { ("\(path).\($0)", $1) }
      default: break
      }
    }
    return named
  }

  private static func transposed(_ matrix: Tensor) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    return Tensor(
      shape: [columns, rows],
      scalars: (0..<rows * columns).map { matrix.scalars[$0 % rows * columns + $0 / rows] })
  }
}
