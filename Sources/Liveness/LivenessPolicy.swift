public import LivenessFaces

/// What a capture must offer, and how sure the network must be, for the answer `live`.
public struct LivenessPolicy: Sendable, Hashable {
  /// A model that a policy was calibrated for.
  public struct Model: Sendable, Hashable {
    /// The name and version, such as `depth-fusion 1.0.0`.
    public let title: String
    /// Which of its outputs stands for a living face.
    public let labels: LabelMode

    /// Names a model.
    public init(title: String, labels: LabelMode) {
      self.title = title
      self.labels = labels
    }
  }

  /// How the probability of a living face becomes a decision; `nil` takes the model file's threshold,
  /// above which a face is live.
  ///
  /// Thresholds are at least 0 and below 1.
  public var rule: DecisionRule?
  /// The only model that the rule holds for; `nil` for any.
  public var model: Model?
  /// The camera that the rule was calibrated with, where that is known.
  public var camera: String?
  /// The larger side of the face box must have at least so many pixels.
  public var minimumFaceSize: Double
  /// At least this share of the face box must lie on the image, 0.5 to 1.
  public var minimumVisibleShare = 0.9
  /// At least this share of the face must have a valid depth, 0 to 1.
  public var minimumDepthCoverage: Double
  /// The distances between the pupils, in metres, that a human face can have.
  public var plausibleInterOcularDistance: ClosedRange<Double>
  /// A depth map that lies beside the image by up to so large a share of the larger side of the face box
  /// is moved back; beyond, the answer is `undetermined`.
  public var largestMisalignment: Double
  /// What follows where the capture looks like nothing that the model was trained on.
  public var trainingRange: TrainingRangeRule
  /// A capture without any image has no answer, even where the models could judge its depth alone,
  /// which keeps out less: whoever can make the image disappear must gain nothing by it.
  public var requiresImage = false
  /// What follows where a face is not shaped like a living one.
  public var geometry = GeometricGateRule.noted
  /// How a living face is shaped.
  public var geometricGate = GeometricGate()
  /// Which of several faces is judged, where a detector looks for them.
  public var faces = FaceChoice.refuse
  /// Depth and image must have been taken at most so far apart, where both say when.
  public var largestTimeSkew = Duration.milliseconds(33)
  /// The longest that a decision may take, by the clock on the wall, from the search for faces to the
  /// answer; `nil` for as long as it takes.
  ///
  /// Once it is used up no stage begins any more, and nothing is live. All faces of a capture share it.
  public var latencyBudget: Duration?
  /// How the frames of a sequence become one answer.
  ///
  /// It is for whoever holds the vote, such as `liveness detect --sequence`;
  /// ``LivenessDetector/detect(_:keepingStages:)`` judges one capture.
  public var voting = VotingRule.mean

  /// The defaults: the model's own threshold, 64 pixels, 90 % of the face on the image, depth on half of
  /// it, 45 to 80 millimetres, 8 % of the face; captures unlike those of the training and faces of
  /// another shape are noted;
  /// depth alone is judged where there is no image; several faces are refused, frames
  /// 33 milliseconds apart belong together, and there is no latency budget.
  public init(
    threshold: Double? = nil, minimumFaceSize: Double = 64, minimumDepthCoverage: Double = 0.5,
    plausibleInterOcularDistance: ClosedRange<Double> = 0.045...0.080,
    largestMisalignment: Double = 0.08, trainingRange: TrainingRangeRule = .noted
  ) {
    rule = threshold.map(DecisionRule.liveAbove)
    self.minimumFaceSize = minimumFaceSize
    self.minimumDepthCoverage = minimumDepthCoverage
    self.plausibleInterOcularDistance = plausibleInterOcularDistance
    self.largestMisalignment = largestMisalignment
    self.trainingRange = trainingRange
  }

  /// The defaults with a rule of your own, and the model and camera that it holds for.
  public init(rule: DecisionRule, model: Model? = nil, camera: String? = nil) {
    self.init()
    self.rule = rule
    self.model = model
    self.camera = camera
  }

  /// A pupil distance so many times outside the plausible range is no picture of a face of another
  /// size, but a depth map in another unit.
  static let wrongUnitFactor = 3.0
  /// The sine of 45 degrees: the networks have seen no head that is turned so far.
  static let steepestEyeLine = 0.5.squareRoot()

  /// The defaults.
  public static let standard = LivenessPolicy()

  /// Checks every value against its range.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` for the first one outside.
  func validate() throws(LivenessError) {
    try rule?.validate()
    guard minimumFaceSize >= 0, minimumFaceSize.isFinite else {
      throw .policy(
        field: "minimumFaceSize", expected: "a number of pixels", found: minimumFaceSize)
    }
    guard (0.5...1).contains(minimumVisibleShare) else {
      throw .policy(
        field: "minimumVisibleShare", expected: "a share from 0.5 to 1", found: minimumVisibleShare)
    }
    guard (0...1).contains(minimumDepthCoverage) else {
      throw .policy(
        field: "minimumDepthCoverage", expected: "a share from 0 to 1", found: minimumDepthCoverage)
    }
    guard plausibleInterOcularDistance.lowerBound >= 0 else {
      throw .policy(
        field: "plausibleInterOcularDistance", expected: "a range of metres above 0",
        found: plausibleInterOcularDistance.lowerBound)
    }
    try validateGate()
    guard largestTimeSkew >= .zero else {
      throw .policy(
        field: "largestTimeSkew", expected: "0 milliseconds or more",
        found: largestTimeSkew / .milliseconds(1))
    }
    if let latencyBudget, latencyBudget <= .zero {
      throw .policy(
        field: "latencyBudget", expected: "more than 0 milliseconds",
        found: latencyBudget / .milliseconds(1))
    }
    guard largestMisalignment >= 0 else {
      throw .policy(
        field: "largestMisalignment", expected: "a share of the face box",
        found: largestMisalignment)
    }
  }

  private func validateGate() throws(LivenessError) {
    let gate = geometricGate
    for limit in [
      gate.minimumDepthCoverage, gate.interOcularDistance.lowerBound, gate.minimumPlaneResidual,
      gate.minimumSharedPlaneResidual, gate.minimumCylinderResidual,
    ] where !(0...1).contains(limit) {
      throw .policy(
        field: "geometricGate", expected: "limits from 0 to 1, metres or a share", found: limit)
    }
  }
}
