/// Why a decision is `undetermined`, or what else is wrong with a capture that was called a spoof.
///
/// The raw value is the code used in JSON.
public enum LivenessReason: String, Sendable, Hashable, CaseIterable {
  /// The capture names no face box and none was found, or it names one that covers nothing.
  case noFace
  /// There is more than one face, and the policy refuses to choose.
  case severalFaces
  /// The finder of key points found none on the face.
  case noKeyPoints
  /// The face covers too few pixels.
  case faceTooSmall
  /// The face reaches over the border of the image, by more than the policy allows.
  case faceCutOff
  /// There is no image of a modality that the model was trained on, or one of several that it needs is
  /// missing: ``LivenessDetector/neededModalities`` lists them. A capture without any image lacks one
  /// where the models were not trained on depth alone, or ``LivenessPolicy/requiresImage``.
  case noImage
  /// Too little of the face has a valid depth.
  case insufficientDepth
  /// The distance between the pupils, measured in metres, is not that of a human face: the depth
  /// unit is wrong, or a picture of a face is too small or too large.
  case implausibleScale
  /// One eye is much farther away than the other, more than by any turn of the head that the models know:
  /// a hand or hair is before it, or its depth is not the face's, as behind spectacles.
  case eyeCovered
  /// The shape of the face is not that of a living one, and the policy lets the
  /// ``LivenessPolicy/geometricGate`` decide: a flat or bent picture, or one of another size.
  case notShapedLikeAFace
  /// Depth and image were taken farther apart in time than the policy allows.
  case framesNotSimultaneous
  /// The depth map lies farther beside the image than the policy allows, or images that the model needs
  /// together see along other rays: they are of different cameras.
  case sensorsMisaligned
  /// The capture looks like nothing that the model was trained on, and the policy requires it.
  case outsideTrainingRange
  /// A network's output was not finite.
  case nonFiniteOutput
  /// The decision took longer than the policy allows.
  case latencyBudgetExceeded
  /// The probability lies between the two thresholds of the policy.
  case betweenThresholds
  /// There is no model that could be asked.
  case noModel
  /// The image is grey or of invisible light, and the models take colours.
  case noColor
  /// Fewer models than the policy asks for hold for a face so near to the border of the image, or so
  /// large on it.
  case tooFewModels
}
