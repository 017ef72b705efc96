import LivenessTensors

/// A detector that takes every cell of 8 × 8 bright pixels for a face, so that one can see by eye
/// what it must find.
enum BrightSquare {
  static let card = """
    {"format": "liveness-model/1", "name": "bright-square", "version": "1", "kind": "face-detector",
     "inputs": [{"name": "image", "channels": 1, "height": 64, "width": 64, "content": ["grey"],
       "normalization": {"kind": "mean-scale", "mean": [0], "scale": 0.00392156862745098}}],
     "modalities": ["nir"],
     "resize": {"kind": "fit", "place": "corner", "filter": "linear", "filling": 0},
     "architecture": {"outputs": ["scores", "boxes"], "steps": [
       {"op": "convolution", "from": ["image"], "to": "scores", "weight": "score.weight",
        "bias": "score.bias", "channels": 1, "kernel": [8, 8], "stride": [8, 8]},
       {"op": "convolution", "from": ["image"], "to": "boxes", "weight": "box.weight",
        "channels": 4, "kernel": [8, 8], "stride": [8, 8]}]},
     "output": {"levels": [{"stride": 8, "sizes": [8], "scores": ["scores"], "boxes": "boxes"}],
       "centre_offset": 0.5, "score": "sigmoid", "centre_variance": 1, "size_variance": 1,
       "size": "exponential"},
     "detection": {"score_threshold": 0.5, "overlap_threshold": 0.3, "suppression": "greedy",
       "most_candidates": 100, "minimum_face_pixels": 0},
     "golden_tolerance": 0.0001, "licence": "Apache-2.0", "training_data": "none", "limits": []}
    """

  /// The file, with a card of the given text.
  static func file(card: String = card) -> DetectorFile {
    var file = DetectorFile(text: card)
    file.tensors["score.weight"] = Tensor(
      shape: [1, 1, 8, 8], scalars: [Float](repeating: 40.0 / 64, count: 64))
    file.tensors["score.bias"] = Tensor(shape: [1], scalars: [-20])
    file.tensors["box.weight"] = Tensor(shape: [4, 1, 8, 8])
    file.record(
      Tensor(shape: [1, 1, 64, 64]),
      [
        "scores": Tensor(shape: [1, 1, 8, 8], scalars: [Float](repeating: -20, count: 64)),
        "boxes": Tensor(shape: [1, 4, 8, 8]),
      ])
    return file
  }
}
