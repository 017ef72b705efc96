import Liveness
import LivenessSensing

extension SilentFaceResult: FaceResult {}

/// What became of one image.
typealias SilentOutcome = Outcome<SilentFaceResult, ImageFrame>

/// What the frames of one person come to.
struct SilentSequence {
  /// The folder as it was given.
  let path: String
  /// The vote over its images.
  let vote: FrameVote
}
