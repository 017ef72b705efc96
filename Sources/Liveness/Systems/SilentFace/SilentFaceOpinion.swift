public import LivenessFaces

/// What one model of several found about a face.
public struct SilentFaceOpinion: Sendable, Hashable {
  /// What the network gave.
  public struct Finding: Sendable, Hashable {
    /// The outputs of the network, in the order of the classes.
    public let logits: [Float]
    /// The probability of each class, 0 to 1.
    public let probabilities: [Float]

    /// Notes what a network gave.
    public init(logits: [Float], probabilities: [Float]) {
      self.logits = logits
      self.probabilities = probabilities
    }

    /// Whether every number is one.
    public var isFinite: Bool { (logits + probabilities).allSatisfy(\.isFinite) }
  }

  /// The name of the model.
  public let model: String
  /// The sides of its crop in multiples of those of the face box, as its card requests them.
  public let scale: Double
  /// The scale up to that one which the frame holds.
  public let effectiveScale: Double
  /// The pixels that the model sees: first column, first row, columns, rows.
  public let cropBox: FaceBox
  /// What the outputs stand for, in order; `live` is a living face, every other one an attack.
  public let classes: [String]
  /// What the network gave; `nil` where the model does not apply, because the frame does not hold
  /// its scale.
  public var finding: Finding?

  /// Notes what a model sees.
  public init(
    model: String, scale: Double, effectiveScale: Double, cropBox: FaceBox, classes: [String],
    finding: Finding? = nil
  ) {
    self.model = model
    self.scale = scale
    self.effectiveScale = effectiveScale
    self.cropBox = cropBox
    self.classes = classes
    self.finding = finding
  }

  /// The probability of a living face; `nil` where the model does not apply.
  public var liveProbability: Double? {
    guard let finding, let index = classes.firstIndex(of: PictureNetwork.live) else { return nil }
    return Double(finding.probabilities[index])
  }

  /// The index of the likeliest class, an attack where two are equally likely; `nil` where the model
  /// does not apply.
  public var label: Int? {
    finding.flatMap { Self.label(of: $0.probabilities.map(Double.init), classes: classes) }
  }

  /// Whether the model takes the face for a living one, as its likeliest class says; `nil` where it
  /// does not apply.
  public var isLive: Bool? { label.map { classes[$0] == PictureNetwork.live } }

  /// The index of the largest probability; where an attack has as much as a living face, the attack.
  static func label(of probabilities: [Double], classes: [String]) -> Int? {
    guard probabilities.count == classes.count, probabilities.allSatisfy(\.isFinite) else {
      return nil
    }
    guard let largest = probabilities.max() else { return nil }
    let candidates = probabilities.indices.filter { probabilities[$0] == largest }
    return candidates.first { classes[$0] != PictureNetwork.live } ?? candidates.first
  }
}
