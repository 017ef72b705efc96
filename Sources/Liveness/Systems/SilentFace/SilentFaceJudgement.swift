import LivenessFaces
import LivenessSensing

/// One run of a silent detector over one image: what it found so far.
struct SilentFaceJudgement {
  private let detector: SilentFaceDetector
  private let image: ImageFrame
  private var reasons: [LivenessReason] = []
  private var face: FaceBox?
  private var opinions: [SilentFaceOpinion] = []
  private var outcome: SilentFaceVote.Outcome?
  private var timings = StageTimings()

  init(detector: SilentFaceDetector, image: ImageFrame) {
    self.detector = detector
    self.image = image
  }

  /// Looks for the face where it is not known, asks the models and counts their votes.
  mutating func run(face given: FaceBox?) throws {
    try Task.checkCancellation()
    guard !detector.models.isEmpty else { return reasons.append(.noModel) }
    guard image.showsColors else { return reasons.append(.noColor) }
    guard let box = try given ?? found(), isUsable(box) else {
      if reasons.isEmpty { reasons.append(.noFace) }
      return
    }
    for model in detector.models {
      try Task.checkCancellation()
      opinions.append(
        timings.measure(model.name) { [detector, image] in
          model.judge(box, on: image, threads: detector.threads)
        })
    }
    vote()
    try Task.checkCancellation()
  }

  /// What was found, with the decision that follows from it.
  var result: SilentFaceResult {
    var reasons = reasons
    var decision = LivenessDecision.undetermined
    if let outcome {
      decision =
        detector.policy.rule?.decide(liveProbability: outcome.liveProbability)
        ?? (outcome.isLive ? .live : .spoof)
      if decision == .live && !reasons.isEmpty { decision = .undetermined }
      if decision == .undetermined && reasons.isEmpty { reasons = [.betweenThresholds] }
    }
    return SilentFaceResult(
      decision: decision, liveProbability: outcome?.liveProbability, reasons: reasons, face: face,
      opinions: opinions, timings: timings)
  }

  private mutating func found() throws -> FaceBox? {
    guard let finder = detector.faceDetector else { return nil }
    let faces = try timings.measure("faces") { [detector, image] in
      try detector.faces(in: image, by: finder)
    }
    guard faces.count < 2 || detector.policy.faces != .refuse else {
      reasons.append(.severalFaces)
      return nil
    }
    return faces.first
  }

  /// Whether the models can be asked about a box; notes what speaks against it.
  private mutating func isUsable(_ box: FaceBox) -> Bool {
    guard box.isValid else { return false }
    face = box
    let policy = detector.policy
    let ratio = box.width / box.height
    let ratios = 1 / SilentFacePolicy.largestAspectRatio...SilentFacePolicy.largestAspectRatio
    guard ratios.contains(ratio) else { return false }
    guard max(box.width, box.height) >= policy.minimumFaceSize else {
      reasons.append(.faceTooSmall)
      return false
    }
    guard box.share(onWidth: image.width, height: image.height) >= policy.minimumVisibleShare else {
      reasons.append(.faceCutOff)
      return false
    }
    return true
  }

  private mutating func vote() {
    let given = opinions.compactMap(\.finding)
    guard given.allSatisfy(\.isFinite) else { return reasons.append(.nonFiniteOutput) }
    guard given.count >= detector.policy.quorum(of: detector.models.count), !given.isEmpty else {
      return reasons.append(.tooFewModels)
    }
    outcome = detector.policy.vote.count(opinions)
    if outcome == nil { reasons.append(.tooFewModels) }
  }
}
