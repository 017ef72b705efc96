import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// How the crop of an image becomes channels: dots taken out where the card asks for it, then
/// standardized, and what its colors are beside those of the light.
struct ImagePreparation: Sendable {
  /// How the dots of a projector are taken out, where they are.
  let suppression: DotSuppression?
  private let standardize: ImageStandardization
  private let chroma: LogChromaticity?

  /// Whether it takes the colors of an image, behind its grey.
  var takesChroma: Bool { chroma != nil }

  /// Reads what a card says of an input.
  ///
  /// - Throws: `CheckpointError` that names the field.
  init(_ input: ModelCard.Input, _ contents: [InputContent]) throws(CheckpointError) {
    suppression =
      input.fields.contains("dot_suppression")
      ? try DotSuppression(input.fields.object("dot_suppression")) : nil
    standardize = try ImageStandardization(input.normalization)
    chroma = contents.contains(.chroma) ? try LogChromaticity(input.normalization) : nil
  }

  /// The picture of a depth map is not smoothed: no camera's detail is in it.
  ///
  /// **Shape** `[size, size]` or `[planes, size, size]`, kept.
  func callAsFunction(_ crop: Tensor, of modality: Modality) -> Tensor {
    standardize(
      suppression.map { $0.planes(of: crop) } ?? crop, isSmoothed: modality != .depth)
  }

  /// The channels behind the grey, if the input has them: 0 where there are no colors.
  ///
  /// **Shape** `[3, size, size]` in; two planes of scalars out.
  func chroma(of colors: Tensor?, size: Int) -> [Float] {
    guard let chroma else { return [] }
    guard let colors else { return [Float](repeating: 0, count: 2 * size * size) }
    return chroma(suppression.map { $0.planes(of: colors) } ?? colors).scalars
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
