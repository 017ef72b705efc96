import Liveness
import LivenessMedia
import LivenessTensors

/// What a probability hangs on, drawn over the crops: a square whose hiding takes life away is
/// green, one whose hiding gives life is red, and the stronger the more.
struct ExplanationPictures {
  /// The picture over the image crop.
  let image: Raster
  /// The picture over the depth crop.
  let depth: Raster

  /// Draws both; `nil` where there is no explanation, or no crop to draw it on.
  init?(of result: LivenessResult) {
    guard let explanation = result.explanation, let stages = result.stages,
      stages.imageCrop.shape.rank == 2, stages.depthCrop.shape == stages.imageCrop.shape
    else { return nil }
    let depths = stages.depthCrop.scalars
    let valid = depths.filter { !$0.isNaN }
    let (near, far) = (valid.min() ?? 0, valid.max() ?? 1)
    let relief = depths.map { far > near ? (far - $0) / (far - near) : $0.isNaN ? .nan : 0.5 }
    let size = stages.imageCrop.shape[0]
    let both = explanation.liveProbability
    image = ExplanationPictures.picture(
      stages.imageCrop.scalars, size: size, both: both, hidden: explanation.imageHidden)
    depth = ExplanationPictures.picture(
      relief, size: size, both: both, hidden: explanation.depthHidden)
  }

  /// A change of the log-odds over so much of their line is drawn in full colour.
  private static let strongest = 0.25
  private static let speaksForLife = SIMD3<Float>(60, 200, 110)
  private static let speaksAgainst = SIMD3<Float>(235, 70, 60)

  private static func picture(
    _ grey: [Float], size: Int, both: Double, hidden: [Double]
  ) -> Raster {
    let cells = LivenessExplanation.cells
    return Raster(width: size, height: size) { x, y in
      // The cell in which a pixel lies, as cells were laid out from their first to their last pixel.
      let (row, column) = ((y * cells + cells - 1) / size, (x * cells + cells - 1) / size)
      let value = grey[y * size + x]
      let light = Float(255) * min(max(value.isNaN ? 0 : value, 0), 1)
      let probability = hidden[min(row, cells - 1) * cells + min(column, cells - 1)]
      let change = LogOddsScale.place(of: both) - LogOddsScale.place(of: probability)
      let share = Float(min(abs(change) / strongest, 1)) * 0.75
      let color = change >= 0 ? speaksForLife : speaksAgainst
      let mixed = SIMD3<Float>(repeating: 0.7 * light) * (1 - share) + color * share
      return SIMD3<UInt8>(mixed, rounding: .toNearestOrAwayFromZero)
    }
  }
}
