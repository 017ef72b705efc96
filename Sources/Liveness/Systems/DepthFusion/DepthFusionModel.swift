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

  /// The probability of a living face for the inputs of one face; not finite where the network's
  /// output is not.
  func liveProbability(of inputs: [Tensor], threads: Int) -> Double {
    let output = network(inputs, threads: threads)
    guard output.logits.scalars.allSatisfy(\.isFinite) else { return .nan }
    return Double(Softmax(axis: 1)(output.logits)[0, labels.rawValue])
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
