/// The members of a model card, which throw `CheckpointError.card` with their place.
public typealias CardFields = JSONFields<CheckpointError>

/// What a model file says about itself: what it takes, what it gives, and what it was made from.
///
/// One JSON object in the file's metadata. What all kinds of models share is typed here; what
/// belongs to one kind is read from ``fields``. Documentation/WeightFormat.md specifies it.
public struct ModelCard: Sendable {
  /// The name of the metadata that holds the card.
  public static let metadataKey = "liveness-model"
  /// The only format that is understood.
  public static let format = "liveness-model/1"

  /// One input of the network.
  public struct Input: Sendable {
    /// Its name, which also names its tensor in the golden vector.
    public let name: String
    /// Channels.
    public let channels: Int
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// What each channel, or each group of channels, holds.
    public let content: [String]
    /// How values are normalized: `kind`, and what that kind needs.
    public let normalization: CardFields
    /// Every member, for what belongs to one kind of model.
    public let fields: CardFields
  }

  /// How the face is cut out of a frame.
  public struct Crop: Sendable, Hashable {
    /// The side of the crop in multiples of the larger side of the face box.
    public let scale: Double
    /// Pixels along each side.
    public let size: Int
  }

  /// How key points are drawn.
  public struct Heatmap: Sendable, Hashable {
    /// The number of planes.
    public let planes: Int
    /// The width of each peak in pixels of the crop.
    public let sigma: Double
  }

  /// Every member, for what belongs to one kind of model.
  public let fields: CardFields

  /// The model's name.
  public let name: String
  /// The model's version.
  public let version: String
  /// What kind of model it is, such as `depth-fusion`.
  public let kind: String
  /// The inputs of the network, in order.
  public let inputs: [Input]
  /// The modalities of the images that it was trained on.
  public let modalities: [String]
  /// How the face is cut out, where the model says so.
  public let crop: Crop?
  /// How key points are drawn, where the model takes them.
  public let heatmap: Heatmap?
  /// What the outputs stand for, in order, where the model decides between classes.
  public let classes: [String]?
  /// The layout of the points, where the model gives points.
  public let points: String?
  /// The probability above which a face is taken for live, where the model decides that.
  public let threshold: Double?
  /// How far the golden vector's outputs may lie apart, relative to the largest, but at least 1.
  public let goldenTolerance: Double
  /// The licence of the weights.
  public let licence: String
  /// What it was trained on.
  public let trainingData: String
  /// What it was not tested on, or cannot do.
  public let limits: [String]
  /// What the captures of its training looked like, where the model says so.
  public let inputStatistics: InputStatistics?
  /// The figures of its evaluation, as they stand in the card.
  public let evaluation: JSONValue?

  /// The name and version: `depth-fusion 1.0.0`.
  public var title: String { "\(name) \(version)" }

  /// Reads a card from its JSON text.
  ///
  /// - Throws: `CheckpointError.cardText` or `CheckpointError.card`.
  public init(parsing text: String) throws(CheckpointError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch {
      throw .cardText(error)
    }
    guard case .object(let members) = value else {
      throw .card(path: "root", expected: "an object", found: value.kind)
    }
    try self.init(
      CardFields(members) { .card(path: $0.path, expected: $0.expected, found: $0.found) })
  }

  private init(_ fields: CardFields) throws(CheckpointError) {
    try fields.require("format", is: Self.format)
    self.fields = fields
    name = try fields.text("name")
    version = try fields.text("version")
    kind = try fields.text("kind")
    inputs = try Self.inputs(fields)
    modalities = try fields.strings("modalities")
    crop = fields.contains("crop") ? try Crop(try fields.object("crop")) : nil
    heatmap = fields.contains("heatmap") ? try Heatmap(try fields.object("heatmap")) : nil
    let output = try fields.object("output")
    classes = output.contains("classes") ? try output.strings("classes") : nil
    points = output.contains("points") ? try output.string("points") : nil
    threshold = fields.contains("threshold") ? try fields.number("threshold", in: 0...1) : nil
    goldenTolerance = try fields.number("golden_tolerance", in: 0...0.01)
    licence = try fields.text("licence")
    trainingData = try fields.text("training_data")
    limits = try fields.strings("limits")
    inputStatistics =
      fields.contains("input_statistics")
      ? try InputStatistics(try fields.object("input_statistics")) : nil
    evaluation = fields.members["evaluation"]
  }

  private static func inputs(_ fields: CardFields) throws(CheckpointError) -> [Input] {
    var inputs: [Input] = []
    for input in try fields.objects("inputs") {
      let input = try Input(input)
      guard !inputs.contains(where: { $0.name == input.name }) else {
        throw fields.mismatch(
          "inputs", expected: "inputs of different names", found: "\"\(input.name)\" twice")
      }
      inputs.append(input)
    }
    guard !inputs.isEmpty else {
      throw fields.mismatch("inputs", expected: "one input or more", found: "none")
    }
    return inputs
  }
}

extension ModelCard {
  /// Throws where this is a card of another kind of model.
  public func require(kind: String) throws(CheckpointError) {
    try fields.require("kind", is: kind)
  }

  /// The input of the given name, which must have these channels and sides.
  ///
  /// - Throws: `CheckpointError.card`.
  public func input(
    _ name: String, channels: Int, size: Int
  ) throws(CheckpointError) -> Input {
    guard let index = inputs.firstIndex(where: { $0.name == name }) else {
      throw .card(
        path: "inputs", expected: "an input named \"\(name)\"",
        found: inputs.map { "\"\($0.name)\"" }.joined(separator: ", "))
    }
    let input = inputs[index]
    guard [input.channels, input.height, input.width] == [channels, size, size] else {
      throw .card(
        path: "inputs[\(index)]", expected: "\(channels) channels of \(size)×\(size)",
        found: "\(input.channels) channels of \(input.height)×\(input.width)")
    }
    return input
  }
}

extension ModelCard.Input {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    self.fields = fields
    name = try fields.text("name")
    channels = try fields.integer("channels", in: 1...1024)
    height = try fields.integer("height", in: 1...4096)
    width = try fields.integer("width", in: 1...4096)
    content = try fields.strings("content")
    normalization = try fields.object("normalization")
    _ = try normalization.text("kind")
  }
}

extension ModelCard.Crop {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    scale = try fields.number("scale", in: 0.1...10)
    size = try fields.integer("size", in: 1...4096)
  }
}

extension ModelCard.Heatmap {
  fileprivate init(_ fields: CardFields) throws(CheckpointError) {
    planes = try fields.integer("planes", in: 1...1024)
    sigma = try fields.number("sigma_pixels", in: 0.01...1000)
  }
}

extension JSONFields where Failure == CheckpointError {
  /// The member as a string that is not empty.
  fileprivate func text(_ name: String) throws(CheckpointError) -> String {
    let text = try string(name)
    guard !text.isEmpty else { throw mismatch(name, expected: "text", found: "an empty string") }
    return text
  }
}
