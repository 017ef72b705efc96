public import LivenessFaces
public import LivenessSensing
public import LivenessTensors

/// What the stages of a detection saw, for looking at (US 2019/0347823 A1, paragraph 0145).
public struct LivenessStages: Sendable {
  /// Depth and image on one grid.
  public let aligned: AlignedFrames
  /// The square around the face.
  public let crop: FaceCrop
  /// The image within the square as grey, `[size, size]`, 0 to 1.
  public let imageCrop: Tensor
  /// The depth within the square, `[size, size]`, metres; not-a-number for a hole.
  public let depthCrop: Tensor
  /// The key points drawn as a heatmap, `[planes, size, size]`, 0 to 1.
  public let heatmaps: Tensor
}
