import LivenessLayers

/// What a network that judges one colour picture is made of: the member `architecture` of its card.
enum PictureArchitecture: Sendable {
  /// One of Minivision's networks, by the name of its `family`.
  case miniFASNet(MiniFASNetArchitecture)
  /// A network that the card describes itself, as one of depth fusion does: one branch on the one
  /// input, and two neurons.
  case described(NetworkDescription)

  /// Reads a card whose one input is a picture of three channels named `image`.
  ///
  /// - Throws: `CheckpointError.card` with the path of the member that is wrong.
  init(_ card: ModelCard) throws(CheckpointError) {
    let fields = try card.fields.object("architecture")
    if fields.contains("family") {
      self = .miniFASNet(try MiniFASNetArchitecture(fields))
    } else {
      self = .described(try NetworkDescription(card))
    }
    _ = try card.input("image", channels: 3, size: inputSize)
    guard card.inputs.count == 1 else {
      throw .card(path: "inputs", expected: "one input", found: "\(card.inputs.count)")
    }
  }

  /// Pixels along each side of the picture.
  var inputSize: Int {
    switch self {
    case .miniFASNet(let architecture): architecture.inputSize
    case .described(let description): description.inputs[0].size
    }
  }

  /// The logits.
  var classCount: Int {
    switch self {
    case .miniFASNet(let architecture): architecture.classCount
    case .described: 2
    }
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
