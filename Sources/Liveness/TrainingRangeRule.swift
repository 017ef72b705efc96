/// What follows where a capture looks like nothing that the model was trained on.
public enum TrainingRangeRule: String, Sendable, Hashable {
  /// The result says so, in ``LivenessResult/outsideTrainingRange``; the decision stays.
  case noted
  /// There is no `live`: the reason is ``LivenessReason/outsideTrainingRange``.
  case required
}
