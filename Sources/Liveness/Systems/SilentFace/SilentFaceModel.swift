import LivenessFaces
public import LivenessLayers
import LivenessSensing
import LivenessTensors

/// One network that judges a face on a colour image, with the crop and the preprocessing that its
/// file states.
public struct SilentFaceModel: Sendable {
  /// The kind of card that such a file carries.
  public static let kind = "silent-face"

  /// The model's name, such as `minifasnet-v2-2.7`.
  public let name: String
  /// The model's name and version.
  public let title: String
  /// The sides of its crop in multiples of those of the face box.
  public var scale: Double { crop.scale }
  /// What the outputs stand for, in order; one of them is `live`, every other one an attack.
  public let classes: [String]

  let crop: SilentFaceCrop
  private let size: Int
  private let pixels: SilentFacePixels
  private let network: MiniFASNet

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  public init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: Self.kind)
    guard card.modalities == [Modality.color.rawValue] else {
      throw .card(path: "modalities", expected: "[\"rgb\"]", found: "\(card.modalities)")
    }
    let architecture = try MiniFASNetArchitecture(card.fields.object("architecture"))
    let size = architecture.inputSize
    let input = try card.input("image", channels: 3, size: size)
    let fields = try card.fields.object("crop")
    _ = try fields.integer("size", in: size...size)
    crop = try SilentFaceCrop(fields)
    pixels = try SilentFacePixels(input)
    classes = try card.silentClasses(count: architecture.classCount)
    name = card.name
    title = card.title
    self.size = size
    let network = try file.build(ignoring: { $0.hasSuffix(".num_batches_tracked") }) {
      MiniFASNet(from: $0, architecture: architecture)
    }
    try file.verifyGolden { inputs in
      ["logits": network(inputs["image"] ?? Tensor(shape: [0, 3, size, size]))]
    }
    self.network = network
  }

  /// One of Minivision's networks with parameters from anywhere, for what is timed.
  package static func minivision(
    _ name: String, scale: Double, architecture: MiniFASNetArchitecture,
    from parameters: ParameterScope
  ) -> SilentFaceModel {
    SilentFaceModel(
      name: name, title: name, classes: ["spoof", SilentFaceOpinion.live, "spoof"],
      crop: SilentFaceCrop(scale: scale), size: architecture.inputSize, pixels: .minivision,
      network: MiniFASNet(from: parameters, architecture: architecture))
  }

  private init(
    name: String, title: String, classes: [String], crop: SilentFaceCrop, size: Int,
    pixels: SilentFacePixels, network: MiniFASNet
  ) {
    (self.name, self.title, self.classes) = (name, title, classes)
    (self.crop, self.size, self.pixels, self.network) = (crop, size, pixels, network)
  }

  /// Judges a face on an image.
  ///
  /// - Parameters:
  ///   - box: The face; it lies on the image for the most part.
  ///   - image: A colour image.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  /// - Returns: What the model finds, or that it does not apply.
  func judge(_ box: FaceBox, on image: ImageFrame, threads: Int) -> SilentFaceOpinion {
    let rectangle = crop.rectangle(around: box, width: image.width, height: image.height)
    var opinion = SilentFaceOpinion(
      model: name, scale: scale,
      effectiveScale: crop.effectiveScale(around: box, width: image.width, height: image.height),
      cropBox: FaceBox(rectangle), classes: classes)
    guard crop.applies(to: box, width: image.width, height: image.height) else { return opinion }
    guard let input = input(rectangle, of: image) else { return opinion }
    let logits = network(input, threads: threads)
    let probabilities = Softmax(axis: 1)(logits)
    opinion.finding = SilentFaceOpinion.Finding(
      logits: logits.scalars, probabilities: probabilities.scalars)
    return opinion
  }

  /// What the network is given, `[1, 3, size, size]`; `nil` where nothing of the crop lies on the
  /// image.
  func input(_ rectangle: PixelRectangle, of image: ImageFrame) -> Tensor? {
    samples(rectangle, of: image).map { pixels.planes(of: $0, size: size) }
  }

  /// The crop at the size of the input: red, green and blue of each pixel, row-major.
  func samples(_ rectangle: PixelRectangle, of image: ImageFrame) -> [UInt8]? {
    crop.patch(of: image, in: rectangle).map { crop.resize($0, width: size, height: size) }
  }
}

extension FaceBox {
  fileprivate init(_ rectangle: PixelRectangle) {
    self.init(
      x: Double(rectangle.x), y: Double(rectangle.y), width: Double(rectangle.width),
      height: Double(rectangle.height))
  }
}

extension ModelCard {
  /// The meaning of the outputs, exactly one of which is `live`.
  fileprivate func silentClasses(count: Int) throws(CheckpointError) -> [String] {
    guard let classes, classes.count == count, classes.filter({ $0 == "live" }).count == 1 else {
      throw .card(
        path: "output.classes", expected: "\(count) names, one of them \"live\"",
        found: classes.map { "\($0)" } ?? "nothing")
    }
    return classes
  }
}

extension MiniFASNetArchitecture {
  /// Reads the member `architecture` of a card.
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    try fields.refuseUnknown(besides: ["family", "batch_norm"])
    let family = try fields.string(
      "family", in: ["minifasnet-v2", "minifasnet-v1se", "minifasnet-v2se"])
    let isFolded = try fields.string("batch_norm", in: ["separate", "folded"]) == "folded"
    self =
      switch family {
      case "minifasnet-v2": .v2(isFolded: isFolded)
      case "minifasnet-v1se": .v1SE(isFolded: isFolded)
      default: .v2SE(isFolded: isFolded)
      }
  }
}
