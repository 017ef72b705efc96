public import LivenessLayers
public import LivenessSensing
public import LivenessTensors

/// A key-point network with the preprocessing that its file states.
public struct KeyPointModel: Sendable {
  /// The name and version, such as `key-points-74 1.0.0`.
  public let name: String
  /// The modalities of the images that it was trained on.
  public let modalities: [Modality]
  private let cropScale: Double
  private let standardize: ImageStandardization
  private let network: KeyPointNetwork
  private let layout: KeyPointLayout
  private let heatmaps: HeatmapReading

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  public init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: "key-points")
    let input = try card.input("image", channels: 1, size: KeyPointNetwork.inputSize)
    let crop = try card.fields.object("crop")
    _ = try crop.integer("size", in: KeyPointNetwork.inputSize...KeyPointNetwork.inputSize)
    cropScale = try crop.number("scale", in: 0.5...4)
    let output = try card.fields.object("output")
    let layout: KeyPointLayout = try output.choice("points")
    self.layout = layout
    name = card.title
    modalities = card.modalities.map(Modality.init(rawValue:))
    standardize = try ImageStandardization(input.normalization)
    heatmaps = try HeatmapReading(try output.object("heatmaps"))
    let network = try KeyPointNetwork(file, layout: layout)
    try file.verifyGolden { inputs in
      network.outputs(of: inputs["image"] ?? Tensor(shape: [0, 1, 112, 112]))
    }
    self.network = network
  }

  /// The square around a face box that the network was trained on.
  public func crop(around box: FaceBox) -> FaceCrop {
    FaceCrop(around: box, scale: cropScale, size: KeyPointNetwork.inputSize)
  }

  /// Finds the key points on a grey crop around a face.
  ///
  /// **Shape** `[112, 112]`, 0 to 1. **Units** pixels of the crop.
  ///
  /// - Parameters:
  ///   - crop: The grey crop.
  ///   - threads: The most threads that take part; the points are the same to the bit.
  /// - Returns: The points, with eyes, visibility and openness where the model gives them; `nil` where
  ///   the network's output is not finite.
  public func find(on crop: Tensor, threads: Int = 1) -> FaceKeyPoints? {
    let size = KeyPointNetwork.inputSize
    let outputs = network.outputs(
      of: standardize(crop).reshaped(to: [1, 1, size, size]), threads: threads)
    guard let maps = outputs[KeyPointNetwork.heatmaps], let points = heatmaps.points(in: maps)
    else { return nil }
    return layout.keyPoints(points, outputs)
  }
}
