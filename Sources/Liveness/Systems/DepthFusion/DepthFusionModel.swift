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
  /// How key points are drawn.
  let heatmaps: KeyPointHeatmaps
  /// The probability of a living face must lie above this.
  let threshold: Double
  /// What the captures of its training looked like.
  let inputStatistics: InputStatistics?
  /// Which of the two outputs stands for a living face.
  let labels: LabelMode

  private let cropScale: Double
  private let size: Int
  private let relief: DepthRelief
  private let standardize: ImageStandardization
  private let network: DepthFusionNetwork

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: "depth-fusion")
    let fields = card.fields
    let crop = try fields.object("crop")
    let spots = try KeyPointHeatmaps(fields.object("heatmap"))
    let architecture = try DepthFusionArchitecture(
      fields.object("architecture"), size: crop.integer("size", in: 32...256),
      channels: 1 + spots.planes)
    let depth = try card.input(
      "depth", holding: ["depth", "heatmap"], channels: architecture.depthChannels,
      size: architecture.size)
    let image = try card.input(
      "image", holding: ["grey", "heatmap"], channels: architecture.imageChannels,
      size: architecture.size)
    name = card.title
    modalities = try fields.strings("modalities").map(Modality.init(rawValue:))
    cropScale = try crop.number("scale", in: 0.5...4)
    size = architecture.size
    heatmaps = spots
    threshold = try fields.number("threshold", in: 0...1)
    inputStatistics = card.inputStatistics
    relief = try DepthRelief(depth.normalization)
    standardize = try ImageStandardization(image.normalization)
    labels = try card.labels()
    let network = try file.build {
      DepthFusionNetwork(from: $0, architecture: architecture)
    }
    try file.verifyGolden { inputs in network.golden(inputs) }
    self.network = network
  }

  /// The square around a face box that the network was trained on.
  func crop(around box: FaceBox) -> FaceCrop {
    FaceCrop(around: box, scale: cropScale, size: size)
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
    return Double(Softmax(axis: 1)(output.logits)[0, labels.rawValue])
  }

  /// A crop and the heatmaps as the channels of one network input.
  private func input(_ crop: Tensor, _ heatmaps: Tensor) -> Tensor {
    Tensor(
      shape: [1, 1 + heatmaps.shape[0], size, size], scalars: crop.scalars + heatmaps.scalars)
  }
}

extension ModelCard {
  /// The input of the given name, which must hold these channels in the given order.
  fileprivate func input(
    _ name: String, holding content: [String], channels: Int, size: Int
  ) throws(CheckpointError) -> Input {
    let input = try input(name, channels: channels, size: size)
    guard input.content == content else {
      throw .card(
        path: "inputs.\(name).content", expected: "\(content)", found: "\(input.content)")
    }
    return input
  }

  /// Which of the two outputs stands for a living face.
  fileprivate func labels() throws(CheckpointError) -> LabelMode {
    guard let labels = classes.flatMap(LabelMode.init(classes:)) else {
      throw .card(
        path: "output.classes", expected: "live and spoof, in the network's order",
        found: classes.map { "\($0)" } ?? "nothing")
    }
    return labels
  }
}
