import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors

/// One run of the detector over one capture: the stages in order, and what they found so far.
struct Detection {
  private let detector: LivenessDetector
  private let capture: LivenessCapture
  private let box: FaceBox?
  private let shared: AlignedFrames?
  private let start: ContinuousClock.Instant
  private var reasons: [LivenessReason] = []
  private var liveProbability: Double?
  private var keyPoints: FaceKeyPoints?
  private var faceDepth: FaceDepth?
  private var inputs: InputMeasurement?
  private var geometry: [GeometricGate.Finding] = []
  private var imageJudgements: [ImageJudgement] = []
  private var unitFactor: Double?
  private var misalignment: Misalignment?
  private var timings: StageTimings
  private var stages: LivenessStages?
  /// The images that the model needs; the first is the one that all else lies on.
  private var images: [ImageFrame] = []

  init(
    detector: LivenessDetector, capture: LivenessCapture, search: FaceSearch, box: FaceBox?
  ) {
    self.detector = detector
    self.capture = capture
    self.box = box
    shared = search.aligned
    start = search.start
    timings = search.timings
    reasons = search.reason.map { [$0] } ?? []
  }

  /// Runs the stages until one finds that there can be no answer, or the time is up.
  ///
  /// Cancellation is looked for before every stage and after the last.
  mutating func run() throws {
    try runStages()
    try Task.checkCancellation()
    if isLate { reasons.append(.latencyBudgetExceeded) }
  }

  private mutating func runStages() throws {
    guard let image = try usableImage(), let box = usableBox(in: image), try mayGoOn() else {
      return
    }
    var aligned =
      try shared
      ?? timings.measure("alignment") { [capture, detector] in
        try AlignedFrames(of: capture, on: image, keeping: detector.aligners)
      }
    refine(&aligned, around: box)
    guard try mayGoOn() else { return }
    let crop = detector.fusionModel.crop(around: box)
    let (imageCrop, depthCrop) = timings.measure("crop") {
      (crop.grey(of: image), crop.depth(of: aligned.depth))
    }
    inputs = InputMeasurement(
      face: box, image: imageCrop, depth: depthCrop, scale: aligned.depth.scale)
    guard try mayGoOn(),
      let found = try findKeyPoints(on: image, box, crop: crop, imageCrop: imageCrop)
    else { return }
    keyPoints = found.onFrame
    let heatmaps = detector.fusionModel.heatmaps.draw(found.onCrop, size: crop.size)
    stages = LivenessStages(
      aligned: aligned, crop: crop, imageCrop: imageCrop, depthCrop: depthCrop, heatmaps: heatmaps)
    let isUsable = hasUsableDepth(in: aligned)
    if detector.policy.trainingRange == .required && !outsideTrainingRange.isEmpty {
      reasons.append(.outsideTrainingRange)
    }
    guard isUsable, try mayGoOn(), !isRefusedByShape(in: aligned), try mayGoOn() else { return }
    fuse(
      FusionSubject(
        aligned: aligned, images: images, keyPoints: found.onFrame, crop: crop,
        cropPoints: found.onCrop, imageCrop: imageCrop, depthCrop: depthCrop, heatmaps: heatmaps),
      around: box)
  }

  /// The time that the policy allows is used up, counted from the search on.
  private var isLate: Bool {
    guard let budget = detector.policy.latencyBudget else { return false }
    return ContinuousClock.now - start > budget
  }

  private func mayGoOn() throws -> Bool {
    try Task.checkCancellation()
    return !isLate
  }

  /// What was found, with the decision that follows from it.
  func result(keepingStages: Bool) -> LivenessResult {
    let decision = LivenessDecision(
      liveProbability: liveProbability ?? .nan, rule: detector.rule, reasons: reasons)
    let isBetween = decision == .undetermined && reasons.isEmpty
    var result = LivenessResult(
      decision: decision, liveProbability: liveProbability, threshold: detector.threshold,
      reasons: isBetween ? [.betweenThresholds] : reasons, face: box,
      keyPoints: keyPoints, faceDepth: faceDepth,
      unitFactor: unitFactor, misalignment: misalignment, inputs: inputs,
      outsideTrainingRange: outsideTrainingRange, model: detector.model, timings: timings,
      stages: keepingStages ? stages : nil)
    result.geometry = geometry
    result.imageJudgements = imageJudgements
    return result
  }

  private var outsideTrainingRange: [InputOutlier] {
    guard let inputs, let statistics = detector.inputStatistics else { return [] }
    return inputs.outliers(of: statistics)
  }

  /// The first of the images that the model needs; all must have one size, and see along the same rays.
  private mutating func usableImage() throws(LivenessError) -> ImageFrame? {
    if let skew = capture.timeSkew, skew > detector.policy.largestTimeSkew {
      reasons.append(.framesNotSimultaneous)
    }
    images =
      capture.images.isEmpty
      ? depthPicture.map { [$0] } ?? []
      : detector.fusionModel.images(among: capture.images) ?? []
    if images.isEmpty {
      let lacksFace = capture.images.isEmpty && detector.judgesDepthAlone
      reasons.append(lacksFace ? .noFace : .noImage)
    }
    guard reasons.isEmpty, let first = images.first else { return nil }
    for image in images where (image.width, image.height) != (first.width, first.height) {
      throw .alignment(
        .size(
          frame: image.modality.rawValue, expectedWidth: first.width, expectedHeight: first.height,
          width: image.width, height: image.height))
    }
    guard images.allSatisfy({ image in images.allSatisfy(image.sharesGrid) }) else {
      reasons.append(.sensorsMisaligned)
      return nil
    }
    return first
  }

  /// The depth map as a picture, for a capture that holds no image; `nil` where that will not do.
  private var depthPicture: ImageFrame? {
    guard detector.judgesDepthAlone, let box, box.isValid else { return nil }
    return detector.fusionModel.crop(around: box).picture(of: capture.depth)
  }

  private mutating func usableBox(in image: ImageFrame) -> FaceBox? {
    guard let box, box.isValid else {
      reasons.append(.noFace)
      return nil
    }
    if max(box.width, box.height) < detector.policy.minimumFaceSize {
      reasons.append(.faceTooSmall)
    }
    let shown = box.share(onWidth: image.width, height: image.height)
    if !(shown >= detector.policy.minimumVisibleShare)
      && !(capture.isCropped && box.overlapsMost(ofWidth: image.width, height: image.height))
    {
      reasons.append(.faceCutOff)
    }
    return reasons.isEmpty ? box : nil
  }

  /// Moves a depth map that lies slightly beside the image, and finds a reason in one that lies far
  /// beside it.
  private mutating func refine(_ frames: inout AlignedFrames, around box: FaceBox) {
    let found = timings.measure("misalignment") { [frames] in
      frames.misalignment(
        around: SIMD2(box.x + box.width / 2, box.y + box.height / 2) - 0.5,
        size: max(box.width, box.height))
    }
    misalignment = found
    guard let found, found.isCertain else { return }
    if found.distance > detector.policy.largestMisalignment * max(box.width, box.height) {
      reasons.append(.sensorsMisaligned)
    } else {
      frames = frames.shifted(
        by: SIMD2(Int(found.shift.x.rounded()), Int(found.shift.y.rounded())))
    }
  }

  /// The key points on the frame, and on the crop of the network that decides.
  private mutating func findKeyPoints(
    on image: ImageFrame, _ box: FaceBox, crop: FaceCrop, imageCrop: Tensor
  ) throws -> (onFrame: FaceKeyPoints, onCrop: FaceKeyPoints)? {
    let threads = detector.threads
    switch detector.keyPoints {
    case .model(let model):
      let own = model.crop(around: box)
      let suppression = dotSuppression(of: image)
      let found = timings.measure("keyPoints") {
        let grey = own == crop ? imageCrop : own.grey(of: image)
        return model.find(on: suppression.map { $0(grey) } ?? grey, threads: threads)
      }
      guard let found else {
        reasons.append(.nonFiniteOutput)
        return nil
      }
      let points = found.mapped(own.framePoint)
      return (points, own == crop ? found : points.mapped(crop.cropPoint))
    case .finder(let finder):
      let found = try timings.measure("keyPoints") {
        do {
          return try finder.keyPoints(in: image, box: box, threads: threads)
        } catch let error as CancellationError {
          throw error
        } catch {
          throw LivenessError.search(error)
        }
      }
      guard let found else {
        reasons.append(.noKeyPoints)
        return nil
      }
      let missing = detector.fusionModel.missingGroups(of: found)
      guard missing.isEmpty else {
        throw LivenessError.missingKeyPoints(
          groups: FaceKeyPoints.Group.allCases.filter(missing.contains))
      }
      return (found, found.mapped(crop.cropPoint))
    }
  }

  /// How the dots of a projector are taken out of a crop of the image, where it shows them.
  private func dotSuppression(of image: ImageFrame) -> DotSuppression? {
    image.modality == .nearInfraredWithDots ? detector.fusionModel.dotSuppression : nil
  }

  /// Measures depth on the face, and says whether the network can be asked.
  ///
  /// A scale that is off by more than any picture of a face explains is a wrong depth unit.
  private mutating func hasUsableDepth(in frames: AlignedFrames) -> Bool {
    guard let keyPoints else { return false }
    let measured = timings.measure("faceDepth") { FaceDepth(of: keyPoints, in: frames) }
    faceDepth = measured
    // No policy makes a face without any depth a living one.
    if measured.coverage == 0 || measured.coverage < detector.policy.minimumDepthCoverage {
      reasons.append(.insufficientDepth)
    }
    guard let distance = measured.interOcularDistance else {
      return !reasons.contains(.insufficientDepth)
    }
    let plausible = detector.policy.plausibleInterOcularDistance
    if distance > plausible.upperBound,
      (measured.eyeLineSteepness ?? 0) > LivenessPolicy.steepestEyeLine
    {
      reasons.append(.eyeCovered)
    } else if !plausible.contains(distance) {
      reasons.append(.implausibleScale)
      unitFactor = DepthUnitGuess.factor(from: distance, to: plausible)
    }
    let isWrongUnit =
      distance < plausible.lowerBound / LivenessPolicy.wrongUnitFactor
      || distance > plausible.upperBound * LivenessPolicy.wrongUnitFactor
    return !isWrongUnit && !reasons.contains(.insufficientDepth)
  }

  /// Measures the shape of the face, and says whether the policy needs no network to call it a spoof.
  private mutating func isRefusedByShape(in frames: AlignedFrames) -> Bool {
    let policy = detector.policy
    guard policy.geometry != .off, frames.depth.scale == .metric, let keyPoints, let faceDepth
    else { return false }
    geometry = timings.measure("geometry") {
      policy.geometricGate.findings(
        depth: faceDepth, geometry: FaceGeometry(of: keyPoints, in: frames))
    }
    // Where depth lies beside the image, another thing than the face was measured.
    guard policy.geometry == .decides, geometry.contains(where: \.isOfAnotherShape),
      !reasons.contains(.sensorsMisaligned)
    else { return false }
    reasons.append(.notShapedLikeAFace)
    liveProbability = 0
    return true
  }

  /// Asks the network about the face, on near infrared and on colour where the capture has both.
  private mutating func fuse(_ subject: FusionSubject, around box: FaceBox) {
    let model = detector.fusionModel
    let subjects = [subject] + (secondView(of: subject, around: box).map { [$0] } ?? [])
    let logits = timings.measure("fusion") { [detector] in
      subjects.map { model.logits(of: model.inputs(of: $0), threads: detector.threads) }
    }
    let lights = subjects.flatMap { $0.images.map(\.modality) }
    let probability = model.liveProbability(of: logits, on: lights)
    guard probability.isFinite else {
      reasons.append(.nonFiniteOutput)
      return
    }
    liveProbability = probability
    guard subjects.count > 1 else { return }
    imageJudgements = zip(lights, logits).map { light, logits in
      ImageJudgement(
        modality: light, liveProbability: model.liveProbability(of: [logits], on: [light]))
    }
  }

  /// The same face on an image of other light; `nil` where there is none, or hardly anything shows on
  /// it, as on colour in a dark room.
  private mutating func secondView(
    of subject: FusionSubject, around box: FaceBox
  ) -> FusionSubject? {
    guard
      let image = detector.fusionModel.secondImage(among: capture.images, beside: subject.images[0])
    else { return nil }
    let view = timings.measure("crop") { subject.seen(on: image) }
    let measured = InputMeasurement(
      face: box, image: view.imageCrop, depth: view.depthCrop, scale: subject.aligned.depth.scale)
    let outliers = detector.inputStatistics.map(measured.outliers) ?? []
    let isUsual = !outliers.contains {
      $0.quantity == .imageBrightness || $0.quantity == .imageContrast
    }
    return isUsual ? view : nil
  }
}
