/// What a probability hangs on: each input alone, and what hiding parts of them changes.
///
/// An input is taken away by giving the network nothing in its place: holes for depth, one grey, the
/// crop's mean, for the image. The key points stay. What the network makes of nothing is
/// ``neither``, and is the level to compare with. Everything here follows from the crops, to the bit.
public struct LivenessExplanation: Sendable, Hashable {
  /// Which input carries the decision.
  public enum Carrier: String, Sendable, Hashable, CaseIterable {
    /// Depth alone gives the same decision, the image alone does not.
    case depth
    /// The image alone gives the same decision, depth alone does not.
    case image
    /// Each of them alone gives the same decision.
    case each
    /// Only both together give the decision.
    case together
  }

  /// Hidden squares along each side of a crop.
  public static let cells = 8

  /// The probability of a living face from both inputs.
  public let liveProbability: Double
  /// The probability without the image.
  public let depthAlone: Double
  /// The probability without depth.
  public let imageAlone: Double
  /// The probability without either.
  public let neither: Double
  /// Which input carries the decision.
  public let carrier: Carrier
  /// The probability with one square of the depth crop hidden, row by row, ``cells`` to a row.
  public let depthHidden: [Double]
  /// The probability with one square of the image crop hidden, row by row, ``cells`` to a row.
  public let imageHidden: [Double]

  /// Gathers an explanation; a program's own tests may need one.
  public init(
    liveProbability: Double, depthAlone: Double, imageAlone: Double, neither: Double,
    carrier: Carrier, depthHidden: [Double], imageHidden: [Double]
  ) {
    self.liveProbability = liveProbability
    self.depthAlone = depthAlone
    self.imageAlone = imageAlone
    self.neither = neither
    self.carrier = carrier
    self.depthHidden = depthHidden
    self.imageHidden = imageHidden
  }
}

extension LivenessExplanation.Carrier {
  /// Compares what each input decides alone with what both decide.
  init(both: LivenessDecision, depth: LivenessDecision, image: LivenessDecision) {
    switch (depth == both, image == both) {
    case (true, true): self = .each
    case (true, false): self = .depth
    case (false, true): self = .image
    case (false, false): self = .together
    }
  }
}
