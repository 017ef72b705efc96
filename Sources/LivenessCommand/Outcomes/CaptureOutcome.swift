import Liveness
import LivenessFaces

extension LivenessResult: FaceResult {}

/// What became of one capture.
typealias CaptureOutcome = Outcome<LivenessResult, LivenessCapture>

extension CaptureOutcome {
  /// In what the capture is unlike those that the model was trained on.
  var outliers: [InputOutlier] { result?.outsideTrainingRange ?? [] }

  /// What the probability hangs on, where it was asked for.
  var explanation: LivenessExplanation? { result?.explanation }
}
