import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// A fusion network with the preprocessing, class order and threshold that its file states.
struct DepthFusionModel: Sendable {
  /// The name and version, such as `depth-fusion 1.0.0`.
  let name: String
  /// The modalities of the images that it was trained on.
  let modalities: [Modality]
  /// How key points are drawn.
  let heatmaps: KeyPointHeatmaps
  /// The probability of a living face must lie above this.
  let threshold: Double
  /// What the captures of its training looked like.
  let inputStatistics: InputStatistics?
  /// Which of the two outputs stands for a living face.
  let labels: LabelMode
  /// What the network is made of.
  let description: NetworkDescription

  /// What is added to the logits of each light, so that one threshold serves all.
  let offsets: LogitOffsets

  private let cropScale: Double
  private let size: Int
  private let preparations: [InputPreparation]
  private let network: FusionNetwork

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: "depth-fusion")
    let fields = card.fields
    let crop = try fields.object("crop")
    let description = try NetworkDescription(card)
    let drawn = fields.contains("heatmap") ? try KeyPointHeatmaps(fields.object("heatmap")) : nil
    let modalities = try card.imageModalities()
    var preparations: [InputPreparation] = []
    for input in card.inputs(in: description.inputs) {
      preparations.append(
        try InputPreparation(input, heatmaps: drawn, modalities: modalities))
    }
    name = card.title
    self.modalities = modalities
    self.preparations = preparations
    self.description = description
    cropScale = try crop.number("scale", in: 0.5...4)
    size = try crop.integer("size", in: 32...256)
    heatmaps = drawn ?? KeyPointHeatmaps(planes: 1, sigma: 1.8)
    threshold = try fields.number("threshold", in: 0...1)
    offsets = try LogitOffsets(fields, modalities: modalities)
    inputStatistics = card.inputStatistics
    labels = try card.labels()
    let network = try file.build {
      FusionNetwork(from: $0, description: description)
    }
    try file.verifyGolden { inputs in network.golden(inputs) }
    self.network = network
  }

  /// The square around a face box that the network was trained on.
  func crop(around box: FaceBox) -> FaceCrop {
    FaceCrop(around: box, scale: cropScale, size: size)
  }

  /// The light of each image that the model needs, in order; where its network takes none, of the one
  /// that key points are found on.
  var neededModalities: [[Modality]] {
    let needed = preparations.filter(\.takesImage).map(\.modalities)
    return needed.isEmpty ? [modalities] : needed
  }

  /// The parts of a face that some key points do not mark as the inputs of the network need them.
  func missingGroups(of keyPoints: FaceKeyPoints) -> Set<FaceKeyPoints.Group> {
    preparations.reduce(into: []) { $0.formUnion($1.missingGroups(of: keyPoints)) }
  }

  /// Whether the depth crop and the grey crop of one image, with key points, are all that it sees.
  var seesCropsAlone: Bool {
    preparations.allSatisfy { $0.takesCrops(of: size) }
      && preparations.count(where: \.takesImage) <= 1
  }

  /// Whether stages have the extents of the model's own.
  func takes(_ stages: LivenessStages) -> Bool {
    stages.crop.size == size && stages.heatmaps.shape == Shape([heatmaps.planes, size, size])
  }

  /// The images of a capture that the model needs, as ``neededModalities`` lists them, each of the
  /// first of its modalities that there is; `nil` where one is missing.
  ///
  /// A picture of depth is none of them: it is drawn here, and only of a capture that holds no image.
  func images(among images: [ImageFrame]) -> [ImageFrame]? {
    let inputs = preparations.filter(\.takesImage)
    let needs = inputs.isEmpty ? [(modalities, false)] : inputs.map { ($0.modalities, $0.isColor) }
    let found = needs.compactMap { modalities, isColor in
      modalities.lazy.filter { $0 != .depth }.compactMap { modality in
        images.first { $0.modality == modality && (!isColor || $0.channels == 3) }
      }.first
    }
    return found.count == needs.count ? found : nil
  }

  /// An image of other light than the first, near infrared beside colour or colour beside near
  /// infrared, on which the network can judge the same face once more: it takes a single image, and
  /// this one lies on the same pixel grid.
  func secondImage(among images: [ImageFrame], beside first: ImageFrame) -> ImageFrame? {
    let inputs = preparations.filter(\.takesImage)
    guard inputs.count == 1, first.modality != .depth else { return nil }
    return images.first {
      inputs[0].modalities.contains($0.modality) && $0.modality != .depth
        && $0.modality.isInfrared != first.modality.isInfrared
        && (!inputs[0].isColor || $0.channels == 3) && $0.sharesGrid(with: first)
    }
  }

  /// How the dots of a projector are taken out of the first image before key points are looked for
  /// on it; US 2019/0347823 A1, paragraph 0141.
  var dotSuppression: DotSuppression? { preparations.first(where: \.takesImage)?.dotSuppression }

  /// The inputs of the network for one face, in the order of its description.
  ///
  /// **Shape** each `[1, channels, size, size]`.
  func inputs(of subject: FusionSubject) -> [Tensor] {
    var place = 0
    return preparations.map { preparation in
      guard preparation.takesImage else { return preparation.tensor(of: subject, image: nil) }
      defer { place += 1 }
      return preparation.tensor(of: subject, image: (subject.images[place], place == 0))
    }
  }

  /// What the network makes of the inputs of one face.
  ///
  /// **Shape** `[1, 2]`.
  func logits(of inputs: [Tensor], threads: Int) -> Tensor {
    network(inputs, threads: threads).logits
  }

  /// The probability of a living face from the logits of one face on images of these lights.
  ///
  /// It is the softmax of their mean, which means the logarithms of the odds, moved by the card's
  /// offset; not finite where one of them is not.
  func liveProbability(of logits: [Tensor], on lights: [Modality]) -> Double {
    guard let first = logits.first,
      logits.allSatisfy({ $0.scalars.allSatisfy(\.isFinite) })
    else { return .nan }
    var mean = first.scalars.indices.map { index in
      logits.reduce(0) { $0 + $1.scalars[index] } / Float(logits.count)
    }
    mean[labels.rawValue] += Float(offsets[lights])
    let probabilities = Softmax(axis: 1)(Tensor(shape: first.shape, scalars: mean))
    return Double(probabilities[0, labels.rawValue])
  }
}

extension Modality {
  fileprivate var isInfrared: Bool { self == .nearInfrared || self == .nearInfraredWithDots }
}

extension ImageFrame {
  /// Whether a pixel sees along the same ray as the same one of another image, as far as is known.
  func sharesGrid(with other: ImageFrame) -> Bool {
    (width, height) == (other.width, other.height)
      && (camera == nil || other.camera == nil || camera == other.camera)
  }
}

extension ModelCard {
  /// The inputs in the order in which a network takes them.
  fileprivate func inputs(in order: [NetworkDescription.Input]) -> [Input] {
    order.compactMap { described in inputs.first { $0.name == described.name } }
  }

  /// The modalities, of which there must be one.
  fileprivate func imageModalities() throws(CheckpointError) -> [Modality] {
    guard !modalities.isEmpty else {
      throw .card(path: "modalities", expected: "one modality or more", found: "none")
    }
    return modalities.map(Modality.init(rawValue:))
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
