public import LivenessFaces
import LivenessLayers
public import LivenessSensing

/// Decides whether a living face was in front of a colour camera, from one image and any number of
/// models, each of which sees the face and its surroundings at a scale of its own.
///
/// A value: load it once and use it from as many tasks as you like. What print, screens and masks
/// betray on one image differs with the scale: texture close up, edges and hands farther out, so that
/// the models are asked one by one and vote.
public struct SilentFaceDetector: Sendable {
  /// The models, in the order in which they are asked.
  public let models: [SilentFaceModel]
  /// What an image must offer.
  public let policy: SilentFacePolicy
  let faceDetector: (any FaceDetector)?
  let threads: Int

  /// Makes a detector of models that are loaded.
  ///
  /// - Parameters:
  ///   - models: Any number of models; without one, every answer is `undetermined`.
  ///   - policy: What an image must offer for the answer `live`.
  ///   - faceDetector: What finds the face where the caller does not say where it is.
  ///   - threads: The most threads that one call uses, the caller's included.
  /// - Throws: ``LivenessError/policy(field:expected:found:)``.
  public init(
    models: [SilentFaceModel], policy: SilentFacePolicy = .standard,
    faceDetector: (any FaceDetector)? = nil, threads: Int = 2
  ) throws(LivenessError) {
    try policy.validate(for: models)
    self.models = models
    self.policy = policy
    self.faceDetector = faceDetector
    self.threads = threads
  }

  /// Loads the models from files that carry a card of the kind `silent-face`.
  ///
  /// - Throws: ``LivenessError`` that says what is wrong with a file or the policy.
  public init(
    modelsAt paths: [String], policy: SilentFacePolicy = .standard,
    faceDetector: (any FaceDetector)? = nil, threads: Int = 2
  ) throws(LivenessError) {
    var models: [SilentFaceModel] = []
    for path in paths {
      models.append(
        try LivenessError.wrapping { () throws(CheckpointError) in
          try SilentFaceModel(ModelFile(at: path))
        })
    }
    try self.init(
      models: models, policy: policy, faceDetector: faceDetector, threads: threads)
  }

  /// Decides about one image.
  ///
  /// The same image gives the same result to the bit, however many threads run. Where the policy
  /// judges all of several faces, the gravest result counts: a spoof before one without an answer,
  /// before a living face.
  ///
  /// - Parameters:
  ///   - image: The image as the camera gave it, in colour.
  ///   - face: Where the face is; `nil` has the face detector look for it.
  /// - Returns: The decision and how it came about.
  /// - Throws: ``LivenessError/search(_:)`` where the face detector fails; `CancellationError` where
  ///   the task is cancelled.
  public func detect(_ image: ImageFrame, face: FaceBox? = nil) throws -> SilentFaceResult {
    if let face { return try judge(image, face: face) }
    return try results(for: image).gravest { $0.decision }
  }

  /// Decides about every face of an image, the largest first, where the policy's choice is
  /// ``FaceChoice/all``; else about the one that it chooses.
  ///
  /// - Returns: A result for each face; one that says why where there is none to judge.
  /// - Throws: What ``detect(_:face:)`` throws.
  public func results(for image: ImageFrame) throws -> [SilentFaceResult] {
    guard policy.faces == .all, image.showsColors, let faceDetector, !models.isEmpty else {
      return [try judge(image, face: nil)]
    }
    try Task.checkCancellation()
    let found = try faces(in: image, by: faceDetector)
    try Task.checkCancellation()
    return found.isEmpty
      ? [SilentFaceResult(decision: .undetermined, liveProbability: nil, reasons: [.noFace])]
      : try found.map { try judge(image, face: $0) }
  }

  /// Judges one face: the one that is given, or the one that the policy chooses.
  private func judge(_ image: ImageFrame, face: FaceBox?) throws -> SilentFaceResult {
    var judgement = SilentFaceJudgement(detector: self, image: image)
    try judgement.run(face: face)
    return judgement.result
  }

  /// The faces of an image, the largest first; of equal ones the surest.
  func faces(in image: ImageFrame, by finder: any FaceDetector) throws -> [FaceBox] {
    let found: [DetectedFace]
    do {
      found = try finder.faces(in: image, threads: threads)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw LivenessError.search(error)
    }
    return found.map(\.box).filter(\.isValid).enumerated().sorted {
      let areas = ($0.element.width * $0.element.height, $1.element.width * $1.element.height)
      return areas.0 == areas.1 ? $0.offset < $1.offset : areas.0 > areas.1
    }.map(\.element)
  }
}
