public import LivenessSensing

/// What one of the images of a capture said about the face, together with depth.
///
/// The logarithm of the odds of the result is the mean of those of the images, but for the offsets that the
/// model's card states for each light and for both together.
public struct ImageJudgement: Sendable, Hashable {
  /// The light of the image.
  public let modality: Modality
  /// The probability of a living face, 0 to 1.
  public let liveProbability: Double

  /// Notes what an image said.
  public init(modality: Modality, liveProbability: Double) {
    self.modality = modality
    self.liveProbability = liveProbability
  }
}
