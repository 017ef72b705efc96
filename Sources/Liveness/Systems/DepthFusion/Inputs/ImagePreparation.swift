import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// How the crop of an image becomes channels: dots taken out where the card asks for it, then
/// standardized.
struct ImagePreparation: Sendable {
  /// How the dots of a projector are taken out, where they are.
  let suppression: DotSuppression?
  private let standardize: ImageStandardization

  /// Reads what a card says of an input.
  ///
  /// - Throws: `CheckpointError` that names the field.
  init(_ input: ModelCard.Input) throws(CheckpointError) {
    suppression =
      input.fields.contains("dot_suppression")
      ? try DotSuppression(input.fields.object("dot_suppression")) : nil
    standardize = try ImageStandardization(input.normalization)
  }

  /// The picture of a depth map is not smoothed: no camera's detail is in it.
  ///
  /// **Shape** `[size, size]` or `[planes, size, size]`, kept.
  func callAsFunction(_ crop: Tensor, of modality: Modality) -> Tensor {
    standardize(
      suppression.map { $0.planes(of: crop) } ?? crop, isSmoothed: modality != .depth)
  }
}

extension DotSuppression {
  /// Filters each plane.
  fileprivate func planes(of crop: Tensor) -> Tensor {
    let size = crop.shape[crop.shape.rank - 1]
    let count = size * size
    let scalars = (0..<crop.shape.count / count).flatMap { plane in
      self(
        Tensor(
          shape: [size, size], scalars: Array(crop.scalars[plane * count..<(plane + 1) * count]))
      ).scalars
    }
    return Tensor(shape: crop.shape, scalars: scalars)
  }
}
