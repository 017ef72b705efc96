public import LivenessSensing

/// What one of the images of a capture said about the face, together with depth.
///
/// The mean of the logarithms of the odds of all images is that of the result.
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
