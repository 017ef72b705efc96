import Liveness

extension LivenessReason {
  /// The reason as a sentence for a reader of the report.
  var sentence: String {
    switch self {
    case .noFace: "The capture names no face box, and no detector is installed."
    case .faceTooSmall: "The face covers too few pixels."
    case .faceCutOff: "The face reaches over the border of the image."
    case .noImage: "There is no image of the kind that the model was trained on."
    case .insufficientDepth: "Too little of the face has a valid depth."
    case .implausibleScale: "The distance between the eyes is not that of a human face."
    case .outsideTrainingRange: "The capture looks like nothing that the model was trained on."
    case .nonFiniteOutput: "A network’s output was not finite."
    case .betweenThresholds: "The probability lies between the policy’s two thresholds."
    }
  }
}
