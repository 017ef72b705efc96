/// Decides whether a living face was in front of the cameras, from depth, an image and key points.
///
/// A value: load it once, use it from as many tasks as you like.
public struct LivenessDetector: Sendable {
  /// The model's name and version.
  public let model: String

  /// Loads the models that are embedded in the library.
  public init() throws { model = "none 0.0.0" }

  /// Loads a depth-fusion model from a file instead of the embedded one.
  public init(modelAt path: String) throws { model = path }

  /// Decides about one capture.
  public func detect(
    _ capture: LivenessCapture, keepingStages: Bool = false
  ) throws -> LivenessResult {
    LivenessResult(
      decision: .undetermined, liveProbability: nil, threshold: 0.5, reasons: [.noFace], face: nil,
      keyPoints: nil, model: model, timings: StageTimings(), stages: nil)
  }
}
