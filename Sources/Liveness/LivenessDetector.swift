/// T.
public struct LivenessDetector: Sendable {
  /// T.
  public init() throws {}

  /// Decides about one capture.
  public func detect(
    _ capture: LivenessCapture, keepingStages: Bool = false
  ) throws -> LivenessResult {
    LivenessResult(decision: .undetermined, liveProbability: nil, threshold: 0.5, model: "")
  }
}
