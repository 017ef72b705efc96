import Foundation
import LivenessLayers
import LivenessTensors
import TestSupport

@testable import LivenessFaces

/// A cascade whose networks take a bright square with dark ground around it for a face, half as large
/// again as the square, so that one can see by eye what it must find.
enum CascadeFile {
  static let card = """
    {"format": "liveness-model/1", "name": "squares", "version": "1", "kind": "face-cascade",
     "inputs": [\(input("first", 12, 14)), \(input("second", 6, 6)), \(input("third", 12, 12))],
     "modalities": ["rgb"],
     "architecture": {
       "first": \(network("first", side: 12, stride: 2, outputs: ["scores": 2, "boxes": 4])),
       "second": \(network("second", side: 6, stride: 1, outputs: ["scores": 2, "boxes": 4])),
       "third": \(network("third", side: 12, stride: 1,
                          outputs: ["scores": 2, "boxes": 4, "points": 2]))},
     "output": {"landmarks": ["middle"]},
     "detection": {"score_thresholds": [0.5, 0.5, 0.5], "overlap_threshold": 0.5,
       "minimum_face_pixels": 12, "pyramid_factor": 0.709, "longest_side": 640,
       "most_candidates": 500},
     "golden_tolerance": 0.0001, "licence": "Apache-2.0", "training_data": "none", "limits": []}
    """

  private static func input(_ name: String, _ height: Int, _ width: Int) -> String {
    """
    {"name": "\(name)", "channels": 3, "height": \(height), "width": \(width),
     "content": ["red", "green", "blue"],
     "normalization": {"kind": "mean-scale", "mean": [0, 0, 0], "scale": 0.00392156862745098}}
    """
  }

  /// One convolution for each output, over squares of a side.
  private static func network(
    _ name: String, side: Int, stride: Int, outputs: [String: Int]
  ) -> String {
    let sorted = outputs.sorted { $0.key < $1.key }
    let steps = sorted.map {
      """
      {"op": "convolution", "from": ["\(name)"], "to": "\(name).\($0.key)",
       "weight": "\(name).\($0.key).weight", "bias": "\(name).\($0.key).bias",
       "channels": \($0.value), "kernel": [\(side), \(side)], "stride": [\(stride), \(stride)]}
      """
    }
    let names = sorted.map { "\"\(name).\($0.key)\"" }
    return """
      {"outputs": [\(names.joined(separator: ", "))], "steps": [\(steps.joined(separator: ", "))]}
      """
  }

  /// The file, with a card of the given text.
  ///
  /// - Parameters:
  ///   - card: The card.
  ///   - offsets: By how much the third network moves left, top, right and bottom edge.
  /// - Returns: The file.
  static func file(card: String = card, offsets: [Float] = [0, 0, 0, 0]) -> DetectorFile {
    var file = DetectorFile(text: card)
    for (name, side, width) in [("first", 12, 14), ("second", 6, 6), ("third", 12, 12)] {
      file.add(name, "scores", scores(side: side), [0, -20])
      file.add(
        name, "boxes", Tensor(shape: [4, 3, side, side]), name == "third" ? offsets : [0, 0, 0, 0])
      file.tensors["golden.input.\(name)"] = Tensor(shape: [1, 3, side, width])
      let places = (width - side) / 2 + 1
      file.tensors["golden.output.\(name).scores"] = Tensor(
        shape: [1, 2, 1, places],
        scalars: [Float](repeating: 0, count: places) + [Float](repeating: -20, count: places))
    }
    file.add("third", "points", Tensor(shape: [2, 3, 12, 12]), [0.5, 0.5])
    return file
  }

  /// The logit of a face: 40 times the inner two thirds' mean less the mean around them, less 20.
  private static func scores(side: Int) -> Tensor {
    let margin = side / 6
    let inner = Float((side - 2 * margin) * (side - 2 * margin))
    let outer = Float(side * side) - inner
    let face = (0..<3 * side * side).map { index in
      let isInner = [index / side % side, index % side].allSatisfy {
        (margin..<side - margin).contains($0)
      }
      return 40 / 3 / (isInner ? inner : -outer)
    }
    return Tensor(
      shape: [2, 3, side, side], scalars: [Float](repeating: 0, count: face.count) + face)
  }

  /// The detector.
  static func detector(
    card: String = card, offsets: [Float] = [0, 0, 0, 0],
    options: FaceDetectorOptions = FaceDetectorOptions()
  ) throws -> FaceCascadeModel {
    try file(card: card, offsets: offsets).opened {
      try FaceCascadeModel(ModelFile($0), options: options)
    }
  }
}

extension DetectorFile {
  fileprivate mutating func add(
    _ network: String, _ output: String, _ weight: Tensor, _ bias: [Float]
  ) {
    tensors["\(network).\(output).weight"] = weight
    tensors["\(network).\(output).bias"] = Tensor(shape: [bias.count], scalars: bias)
  }
}
