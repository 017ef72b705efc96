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
  public var classes: [String] { network.classes }

  let crop: SilentFaceCrop
  private let network: PictureNetwork

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  public init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    try card.require(kind: Self.kind)
    let fields = try card.fields.object("crop")
    crop = try SilentFaceCrop(fields)
    name = card.name
    title = card.title
    let size = card.inputs[0].height
    _ = try fields.integer("size", in: size...size)
    network = try PictureNetwork(file)
  }

  /// One of Minivision's networks with parameters from anywhere, for what is timed.
  package static func minivision(
    _ name: String, scale: Double, architecture: MiniFASNetArchitecture,
    from parameters: ParameterScope
  ) -> SilentFaceModel {
    SilentFaceModel(
      name: name, title: name, crop: SilentFaceCrop(scale: scale),
      network: PictureNetwork(architecture: architecture, from: parameters))
  }

  private init(name: String, title: String, crop: SilentFaceCrop, network: PictureNetwork) {
    (self.name, self.title, self.crop, self.network) = (name, title, crop, network)
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
    opinion.finding = samples(rectangle, of: image).map {
      let (logits, probabilities) = network($0, threads: threads)
      return SilentFaceOpinion.Finding(logits: logits, probabilities: probabilities)
    }
    return opinion
  }

  /// What the network is given, `[1, 3, size, size]`; `nil` where nothing of the crop lies on the
  /// image.
  func input(_ rectangle: PixelRectangle, of image: ImageFrame) -> Tensor? {
    samples(rectangle, of: image).map(network.input)
  }

  /// The crop at the size of the input: red, green and blue of each pixel, row-major.
  func samples(_ rectangle: PixelRectangle, of image: ImageFrame) -> [UInt8]? {
    crop.patch(of: image, in: rectangle).map {
      crop.resize($0, width: network.size, height: network.size)
    }
  }
}

extension FaceBox {
  fileprivate init(_ rectangle: PixelRectangle) {
    self.init(
      x: Double(rectangle.x), y: Double(rectangle.y), width: Double(rectangle.width),
      height: Double(rectangle.height))
  }
}
