/// Why a decision is `undetermined`, or what else is wrong with a capture that was called a spoof.
///
/// The raw value is the code used in JSON.
public enum LivenessReason: String, Sendable, Hashable, CaseIterable {
  /// The capture names no face box, or one that covers nothing.
  case noFace
  /// The face covers too few pixels.
  case faceTooSmall
  /// The face reaches over the border of the image.
  case faceCutOff
  /// There is no image of a modality that the model was trained on, or one of several that it needs is
  /// missing: ``LivenessDetector/neededModalities`` lists them.
  case noImage
  /// Too little of the face has a valid depth.
  case insufficientDepth
  /// The distance between the pupils, measured in metres, is not that of a human face: the depth
  /// unit is wrong, or a picture of a face is too small or too large.
  case implausibleScale
  /// The depth map lies farther beside the image than the policy allows.
  case sensorsMisaligned
  /// The capture looks like nothing that the model was trained on, and the policy requires it.
  case outsideTrainingRange
  /// A network's output was not finite.
  case nonFiniteOutput
  /// The probability lies between the two thresholds of the policy.
  case betweenThresholds
}
