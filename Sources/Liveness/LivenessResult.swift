public import LivenessFaces
public import LivenessSensing

/// What the detector found out about one capture.
public struct LivenessResult: Sendable {
  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face, 0 to 1; `nil` where the network was not asked or its output was
  /// not finite, 0 where the shape of the face decided.
  public let liveProbability: Double?
  /// Where `live` begins: the probability must lie above it; where the rule compares the probability of
  /// a spoof alone, it may equal it.
  public let threshold: Double
  /// Why the decision is `undetermined`; for a spoof, what else is wrong; empty for `live`.
  public let reasons: [LivenessReason]
  /// Where the face is, in pixels of the image.
  public let face: FaceBox?
  /// The key points that were found, in pixels of the image.
  public let keyPoints: FaceKeyPoints?
  /// What the depth map says about the face, where it was measured.
  public let faceDepth: FaceDepth?
  /// What was measured of the shape of the face, beside what a living one has; empty where the depth
  /// is relative or there was no face to measure, or the policy measures none.
  public var geometry: [GeometricGate.Finding] = []
  /// What near infrared and colour said each by itself, where both were judged; else empty.
  public var imageJudgements: [ImageJudgement] = []
  /// Where the scale is implausible: the factor by which every distance would have to be multiplied
  /// for the face to have a human size, such as 0.001 for millimetres read as metres; `nil` where no
  /// unit that is in use explains it.
  public let unitFactor: Double?
  /// How far the depth map lay beside the image, where that could be told.
  public let misalignment: Misalignment?
  /// What the capture looked like to the network, where there was a face to look at.
  public let inputs: InputMeasurement?
  /// In what it is unlike the captures that the model was trained on.
  public let outsideTrainingRange: [InputOutlier]
  /// The name and version of the model that decides, such as `depth-fusion 1.0.0`.
  public let model: String
  /// How long each stage took.
  public let timings: StageTimings
  /// What the stages saw, where it was asked for.
  public let stages: LivenessStages?
  /// What the probability hangs on, where it was asked for.
  public var explanation: LivenessExplanation?

  /// Gathers a result; a program's own tests may need one.
  public init(
    decision: LivenessDecision, liveProbability: Double?, threshold: Double,
    reasons: [LivenessReason] = [], face: FaceBox? = nil, keyPoints: FaceKeyPoints? = nil,
    faceDepth: FaceDepth? = nil, unitFactor: Double? = nil, misalignment: Misalignment? = nil,
    inputs: InputMeasurement? = nil, outsideTrainingRange: [InputOutlier] = [], model: String,
    timings: StageTimings = StageTimings(), stages: LivenessStages? = nil
  ) {
    self.decision = decision
    self.liveProbability = liveProbability
    self.threshold = threshold
    self.reasons = reasons
    self.face = face
    self.keyPoints = keyPoints
    self.faceDepth = faceDepth
    self.unitFactor = unitFactor
    self.misalignment = misalignment
    self.inputs = inputs
    self.outsideTrainingRange = outsideTrainingRange
    self.model = model
    self.timings = timings
    self.stages = stages
  }
}
