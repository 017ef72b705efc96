import LivenessLayers
import LivenessSensing
import LivenessTensors

/// A network that judges one square colour picture, with the pixels and the classes that its file
/// states.
struct PictureNetwork: Sendable {
  fileprivate enum Kind: Sendable {
    case miniFASNet(MiniFASNet)
    case described(FusionNetwork)
  }

  /// Pixels along each side of the picture.
  let size: Int
  /// What the outputs stand for, in order; one of them is ``live``, every other one an attack.
  let classes: [String]

  /// The class of a living face.
  static let live = "live"

  /// The output that stands for a living face.
  var liveIndex: Int { classes.firstIndex(of: Self.live) ?? 0 }

  private let pixels: PicturePixels
  private let kind: Kind

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Throws: `CheckpointError` that says what is wrong with the file.
  init(_ file: ModelFile) throws(CheckpointError) {
    let card = file.card
    guard card.modalities == [Modality.color.rawValue] else {
      throw .card(path: "modalities", expected: "[\"rgb\"]", found: "\(card.modalities)")
    }
    let architecture = try PictureArchitecture(card)
    size = architecture.inputSize
    pixels = try PicturePixels(card.inputs[0])
    classes = try card.pictureClasses(count: architecture.classCount)
    kind = try file.build(ignoring: { $0.hasSuffix(".num_batches_tracked") }) {
      Kind(from: $0, architecture: architecture)
    }
    try file.verifyGolden(golden)
  }

  /// One of Minivision's networks with parameters from anywhere, for what is timed.
  init(architecture: MiniFASNetArchitecture, from parameters: ParameterScope) {
    size = architecture.inputSize
    pixels = .minivision
    classes = ["spoof", Self.live, "spoof"]
    kind = .miniFASNet(MiniFASNet(from: parameters, architecture: architecture))
  }

  /// What the network is given for red, green and blue of each pixel, row-major.
  ///
  /// **Shape** `[1, 3, size, size]`.
  func input(_ samples: [UInt8]) -> Tensor { pixels.planes(of: samples, size: size) }

  /// The logits and the probability of each class for one picture.
  ///
  /// - Parameters:
  ///   - samples: Red, green and blue of each pixel, row-major.
  ///   - threads: The most threads that take part; the result is the same to the bit.
  /// - Returns: A number for each class, in their order, and its probability.
  func callAsFunction(
    _ samples: [UInt8], threads: Int
  ) -> (logits: [Float], probabilities: [Float]) {
    let logits = logits(input(samples), threads: threads)
    return (logits.scalars, Softmax(axis: 1)(logits).scalars)
  }

  private func logits(_ input: Tensor, threads: Int) -> Tensor {
    switch kind {
    case .miniFASNet(let network): network(input, threads: threads)
    case .described(let network): network([input], threads: threads).logits
    }
  }

  private func golden(_ inputs: [String: Tensor]) -> [String: Tensor] {
    switch kind {
    case .miniFASNet(let network):
      ["logits": network(inputs["image"] ?? Tensor(shape: [0, 3, size, size]))]
    case .described(let network): network.golden(inputs)
    }
  }
}

extension PictureNetwork.Kind {
  fileprivate init(from parameters: ParameterScope, architecture: PictureArchitecture) {
    switch architecture {
    case .miniFASNet(let architecture):
      self = .miniFASNet(MiniFASNet(from: parameters, architecture: architecture))
    case .described(let description):
      self = .described(FusionNetwork(from: parameters, description: description))
    }
  }
}

extension ModelCard {
  /// The meaning of the outputs, exactly one of which is `live`.
  fileprivate func pictureClasses(count: Int) throws(CheckpointError) -> [String] {
    guard let classes, classes.count == count,
      classes.count(where: { $0 == PictureNetwork.live }) == 1
    else {
      throw .card(
        path: "output.classes", expected: "\(count) names, one of them \"live\"",
        found: classes.map { "\($0)" } ?? "nothing")
    }
    return classes
  }
}
