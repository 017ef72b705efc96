public import LivenessFaces
public import LivenessLayers
public import LivenessSensing
public import LivenessTensors

/// What the detector found out about one capture.
public struct LivenessResult: Sendable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face, 0 to 1; `nil` where the networks were not run to the end.
  public let liveProbability: Double?
  /// The probability must lie above this for `live`.
  public let threshold: Double
  /// Why the decision is `undetermined`; empty for `live` and `spoof`.
  public let reasons: [LivenessReason]
  /// Where the face is, in pixels of the image.
  public let face: FaceBox?
  /// The key points that were found, in pixels of the image.
  public let keyPoints: FaceKeyPoints?
  /// The name and version of the model that decided, such as `depth-fusion-nir 1.0.0`.
  public let model: String
  /// How long each stage took.
  public let timings: StageTimings
  /// What the stages saw, where it was asked for.
  public let stages: LivenessStages?
}

/// How long each stage of a detection took.
public struct StageTimings: Sendable {
  /// Milliseconds by stage, in the order in which they ran:
  /// `alignment`, `keyPoints`, `crop`, `fusion`.
  public internal(set) var milliseconds: [(stage: String, milliseconds: Double)] = []

  /// The sum over all stages, in milliseconds.
  public var total: Double { milliseconds.reduce(0) { $0 + $1.milliseconds } }
}

/// What the stages of a detection saw, for looking at.
public struct LivenessStages: Sendable {
  /// Depth and image on one grid.
  public let aligned: AlignedFrames
  /// The grey crop, `[112, 112]` or the model's size, 0 to 1.
  public let imageCrop: Tensor
  /// The depth crop, of the same shape; not-a-number where there is a hole.
  public let depthCrop: Tensor
  /// The key points drawn as a heatmap, `[K, 112, 112]`, 0 to 1.
  public let heatmaps: Tensor
}
