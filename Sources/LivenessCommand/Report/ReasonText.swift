import Liveness
import LivenessSensing

extension LivenessReason {
  /// The reason as a sentence for a reader of the report, with what a result knows more about it.
  func sentence(in result: LivenessResult) -> String {
    switch self {
    case .implausibleScale:
      result.unitFactor.map {
        "\(sentence) The depth unit seems wrong: \(number($0)) times each distance "
          + "would fit."
      } ?? sentence
    case .notShapedLikeAFace:
      GeometryText.sentence(sentence, result.geometry)
    case .sensorsMisaligned:
      result.misalignment.map {
        "\(sentence) They fit with the depth map moved by "
          + "(\(Int($0.shift.x.rounded())), \(Int($0.shift.y.rounded()))) pixels."
      } ?? sentence
    default: sentence
    }
  }

  private func number(_ factor: Double) -> String {
    factor >= 1 ? "\(Int(factor))" : "\(factor)"
  }

  /// The reason as a sentence for a reader of the report.
  var sentence: String {
    switch self {
    case .noFace: "The capture names no face box and none was found, or its box covers nothing."
    case .severalFaces: "There is more than one face, and the policy refuses to choose."
    case .noKeyPoints: "No key points were found on the face."
    case .faceTooSmall: "The face covers too few pixels."
    case .faceCutOff: "The face reaches too far over the border of the image."
    case .noImage: "There is no image of the kind that the model was trained on."
    case .insufficientDepth: "Too little of the face has a valid depth."
    case .implausibleScale: "The distance between the eyes is not that of a human face."
    case .eyeCovered:
      "One eye is much farther away than the other: something covers it, or glasses spoil its depth."
    case .notShapedLikeAFace: "The shape of the face is not that of a living one."
    case .framesNotSimultaneous: "Depth and image were not taken at the same time."
    case .sensorsMisaligned:
      "Depth map and images do not lie over each other; their calibration is wrong."
    case .outsideTrainingRange: "The capture looks like nothing that the model was trained on."
    case .nonFiniteOutput: "A network’s output was not finite."
    case .latencyBudgetExceeded: "The decision took longer than the policy allows."
    case .betweenThresholds: "The probability lies between the policy’s two thresholds."
    case .noModel: "There is no model to ask."
    case .noColor: "The image shows no colours, and the models take colours."
    case .tooFewModels: "The frame is too narrow around the face for most of the models’ scales."
    }
  }
}
