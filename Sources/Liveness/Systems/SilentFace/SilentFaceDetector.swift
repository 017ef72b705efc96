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
  /// The same image gives the same result to the bit, however many threads run.
  ///
  /// - Parameters:
  ///   - image: The image as the camera gave it, in colour.
  ///   - face: Where the face is; `nil` has the face detector look for it.
  /// - Returns: The decision and how it came about.
  /// - Throws: What the face detector throws; `CancellationError` where the task is cancelled.
  public func detect(_ image: ImageFrame, face: FaceBox? = nil) throws -> SilentFaceResult {
    var judgement = SilentFaceJudgement(detector: self, image: image)
    try judgement.run(face: face)
    return judgement.result
  }
}
