import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// A fusion network with the preprocessing, class order and threshold that its file states.
struct DepthFusionModel: Sendable {
  /// The name and version, such as `depth-fusion-nir 1.0.0`.
  let name: String
  /// The modalities of the image beside the depth that it was trained on.
  let modalities: [Modality]
  /// The side of the crop in multiples of the larger side of the face box.
  let cropScale: Double
  /// Pixels along each side of the crop.
  let size: Int
  /// How key points are drawn.
  let heatmaps: KeyPointHeatmaps
  /// The probability of a living face must lie above this.
  let threshold: Double

  private let relief: DepthRelief
  private let standardize: ImageStandardization
  private let liveIndex: Int
  private let network: DepthFusionNetwork

  /// Reads the card, builds the network and reproduces the golden vector.
  init(_ file: ModelFile) throws(CheckpointError) {
    fatalError()
  }

  /// The probability of a living face for one crop; not finite where the network's output is not.
  ///
  /// **Shape** `image`, `depth`: `[size, size]`; `heatmaps`: `[planes, size, size]`.
  func liveProbability(
    image: Tensor, depth: Tensor, heatmaps: Tensor, keyPoints: FaceKeyPoints, scale: DepthScale,
    threads: Int
  ) -> Double {
    let relief = relief(depth, keyPoints: keyPoints, scale: scale)
    let output = network(
      depth: input(relief, heatmaps), image: input(standardize(image), heatmaps), threads: threads)
    guard output.logits.scalars.allSatisfy(\.isFinite) else { return .nan }
    return Double(Softmax(axis: 1)(output.logits)[0, liveIndex])
  }

  /// A crop and the heatmaps as the channels of one network input.
  private func input(_ crop: Tensor, _ heatmaps: Tensor) -> Tensor {
    Tensor(
      shape: [1, 1 + heatmaps.shape[0], size, size], scalars: crop.scalars + heatmaps.scalars)
  }
}
