public import LivenessFaces
import LivenessLayers
public import LivenessSensing

/// Decides by color texture alone: a baseline that needs no neural weights.
///
/// A value: load it once and use it from as many tasks as you like.
public struct ColorTextureDetector: Sendable {
  /// What an image must offer for an answer.
  public struct Policy: Sendable, Hashable {
    /// How the probability of a living face becomes a decision; `nil` takes the file's threshold.
    public var rule: DecisionRule?
    /// The larger side of the face box must have at least so many pixels.
    public var minimumFaceSize: Double

    /// The file's own threshold and 64 pixels, unless told otherwise.
    public init(rule: DecisionRule? = nil, minimumFaceSize: Double = 64) {
      self.rule = rule
      self.minimumFaceSize = minimumFaceSize
    }
  }

  private let model: ColorTextureModel
  private let policy: Policy

  /// The name and version of the model.
  public var name: String { model.name }

  /// How the probability of a living face becomes a decision.
  public var rule: DecisionRule { policy.rule ?? .liveAbove(model.threshold) }

  /// Loads a model from a file.
  ///
  /// - Parameters:
  ///   - path: A safetensors file with a card of the kind `color-texture`.
  ///   - policy: What an image must offer.
  /// - Throws: ``LivenessError`` that says what is wrong with the file or the policy.
  public init(modelAt path: String, policy: Policy = Policy()) throws(LivenessError) {
    try policy.rule?.validate()
    guard policy.minimumFaceSize >= 0, policy.minimumFaceSize.isFinite else {
      throw .policy(
        field: "minimumFaceSize", expected: "a number of pixels", found: policy.minimumFaceSize)
    }
    model = try LivenessError.wrapping { () throws(CheckpointError) in
      try ColorTextureModel(ModelFile(at: path))
    }
    self.policy = policy
  }

  /// Decides about the face in a box.
  ///
  /// - Parameters:
  ///   - image: A colour image, as the camera gave it.
  ///   - face: Where the face is, in pixels of the image.
  /// - Returns: The decision and how it came about; never `live` without a colour image and a whole
  ///   face that is large enough.
  /// - Throws: `CancellationError` where the task is cancelled.
  public func detect(_ image: ImageFrame, face: FaceBox?) throws -> ColorTextureResult {
    try Task.checkCancellation()
    let reasons = image.reasons(againstFace: face, minimumSize: policy.minimumFaceSize)
    guard reasons.isEmpty, let face else {
      return ColorTextureResult(decision: .undetermined, reasons: reasons)
    }
    let (distance, probability) = model.judge(image, face: face)
    try Task.checkCancellation()
    let decision = LivenessDecision(liveProbability: probability, rule: rule, reasons: [])
    var why: [LivenessReason] = []
    if decision == .undetermined {
      why = [probability.isFinite ? .betweenThresholds : .nonFiniteOutput]
    }
    return ColorTextureResult(
      decision: decision, liveProbability: probability.isFinite ? probability : nil,
      distance: distance, reasons: why)
  }
}
