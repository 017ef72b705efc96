import Foundation
import Liveness
import LivenessFaces
import LivenessTensors
import TestSupport

/// A depth-fusion model whose every parameter is 0 but the last biases, so that it gives the same
/// answer whatever it sees.
struct FusionFile {
  var size = 32
  var scale = 1.1
  var widths = [2]
  var features = 3
  var headWidth = 2
  /// The light that the image beside the depth must have been taken with.
  var modality = "nir"
  /// The planes of key points.
  var planes = 1
  /// Spoof, live.
  var logits: [Float] = [-5, 5]
  /// The branch that looks at its input; none gives the same answer whatever it sees.
  var seeing: String?
  var hasParameters = true
  /// Whether the parameters are so large that the answer is a number for a black input alone.
  var overflows = false
  /// The member `input_statistics` of the card, where it has one.
  var statistics: String?

  /// A detector that has loaded this file.
  func detector(
    policy: LivenessPolicy = .standard, faces: (any FaceDetector)? = nil,
    keyPoints: (any KeyPointFinder)? = nil
  ) throws -> LivenessDetector {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try LivenessDetector(
      modelAt: file.path, policy: policy, faceDetector: faces, keyPointFinder: keyPoints)
  }

  private var bytes: [UInt8] {
    var file = WeightFile()
    file.metadata = [("liveness-model", card)]
    for input in ["depth", "image"] {
      file.add("golden.input.\(input)", Tensor(shape: [1, 1 + planes, size, size]))
    }
    file.add("golden.output.logits", Tensor(shape: [1, 2], scalars: logits))
    if hasParameters {
      for branch in ["depth_branch", "image_branch"] { add(branch, to: &file) }
      file.add("head.dense.weight", filled([headWidth, 2 * features], seeing == nil ? 0 : 0.1))
      file.add("head.dense.bias", Tensor(shape: [headWidth]))
      file.add("head.logits.weight", headLogits)
      file.add("head.logits.bias", Tensor(shape: [2], scalars: logits))
    }
    return file.bytes
  }

  /// Whatever a branch sees speaks for a living face.
  private var headLogits: Tensor {
    let weight: Float = seeing == nil ? 0 : 0.1
    return Tensor(
      shape: [2, headWidth],
      scalars: [Float](repeating: 0, count: headWidth)
        + [Float](repeating: weight, count: headWidth))
  }

  private func filled(_ shape: Shape, _ value: Float) -> Tensor {
    Tensor(shape: shape, repeating: value)
  }

  private func add(_ branch: String, to file: inout WeightFile) {
    var (channels, extent) = (1 + planes, size)
    let isSeeing = branch == seeing
    for (index, width) in widths.enumerated() {
      let stage = "\(branch).stage\(index + 1)"
      file.add(
        "\(stage).conv.weight",
        filled([width, channels, 3, 3], overflows ? 1e36 : isSeeing ? 0.1 : 0))
      for name in ["running_mean", "running_var", "bias"] {
        file.add(
          "\(stage).norm.\(name)", filled([width], isSeeing && name == "running_var" ? 1 : 0))
      }
      file.add("\(stage).norm.weight", filled([width], overflows || isSeeing ? 1 : 0))
      (channels, extent) = (width, extent / 2)
    }
    file.add(
      "\(branch).dense.weight",
      filled([features, channels * extent * extent], isSeeing ? 0.01 : 0))
    file.add("\(branch).dense.bias", Tensor(shape: [features]))
  }

  private var stages: String {
    widths.map { width in
      """
      {"convolutions": [{"channels": \(width), "kernel": 3, "stride": 1}],
       "normalization": "batch", "activation": "relu", "downsampling": "max"}
      """
    }.joined(separator: ", ")
  }

  private var card: String {
    """
    {"format": "liveness-model/1", "name": "constant", "version": "1", "kind": "depth-fusion",
     "inputs": [
       {"name": "depth", "channels": \(1 + planes), "height": \(size), "width": \(size),
        "content": ["depth", "heatmap"],
        "normalization": {"kind": "reference-depth", "range_metres": 0.1, "hole_value": -1,
                          "relative_spread_metres": 0.05}},
       {"name": "image", "channels": \(1 + planes), "height": \(size), "width": \(size),
        "content": ["grey", "heatmap"],
        "normalization": {"kind": "standardize", "centre_fraction": 0.6, "floor": 0.02,
                          "clip": 4}}],
     "modalities": ["\(modality)"], "crop": {"scale": \(scale), "size": \(size)},
     "heatmap": {"planes": \(planes), "sigma_pixels": 1.8},
     "architecture": {
       "shared_architecture": {"stages": [\(stages)], "dense": [\(features)]},
       "branches": [{"name": "depth", "inputs": ["depth"]}, {"name": "image", "inputs": ["image"]}],
       "fusion": {"kind": "concat"}, "hidden": [\(headWidth)]},
     "output": {"classes": ["spoof", "live"]}, "threshold": 0.5, "golden_tolerance": 0,
     "licence": "Apache-2.0", "training_data": "none", "limits": []
     \(statistics.map { ", \"input_statistics\": \($0)" } ?? "")}
    """
  }
}
