public import LivenessFaces
public import LivenessLayers
public import LivenessSensing
import LivenessTensors

/// Decides whether a living face was in front of the cameras, from depth, an image and key points.
///
/// A value: load it once and use it from as many tasks as you like. US 2019/0347823 A1, figure 1.
public struct LivenessDetector: Sendable {
  let keyPoints: KeyPointSearch
  let faceDetector: (any FaceDetector)?
  let fusionModel: DepthFusionModel
  /// What a capture must offer for the answer `live`.
  public let policy: LivenessPolicy
  let threads: Int
  let aligners = AlignerCache()

  /// The name and version of the model that decides, such as `depth-fusion 1.0.0`.
  public var model: String { fusionModel.name }

  /// How the probability of a living face becomes a decision.
  public var rule: DecisionRule { policy.rule ?? .liveAbove(fusionModel.threshold) }

  /// Where `live` begins; above it, unless the ``rule`` compares the probability of a spoof alone.
  public var threshold: Double { rule.liveThreshold }

  /// Which of the model's outputs stands for a living face.
  public var labels: LabelMode { fusionModel.labels }

  /// The light of each image that the model needs, in order; an image of any in a list will do.
  ///
  /// A model that takes no image needs one too, to find the key points on. Where `depth` is in the
  /// list, a capture without any image is judged by its depth map, drawn as a picture.
  public var neededModalities: [[Modality]] { fusionModel.neededModalities }

  /// What the captures looked like that the model was trained on, where its card says so.
  public var inputStatistics: InputStatistics? { fusionModel.inputStatistics }

  /// Loads the models that are embedded in the library.
  ///
  /// - Parameters:
  ///   - policy: What a capture must offer for the answer `live`.
  ///   - faceDetector: Finds the faces of captures that name no face box, instead of the embedded
  ///     network.
  ///   - keyPointFinder: Finds the key points, instead of the embedded network.
  ///   - threads: The most threads that one call uses, the caller's included.
  /// - Throws: ``LivenessError`` where the library was built without its weights, or the policy is
  ///   out of range or for another model.
  public init(
    policy: LivenessPolicy = .standard, faceDetector: (any FaceDetector)? = nil,
    keyPointFinder: (any KeyPointFinder)? = nil, threads: Int = 2
  ) throws(LivenessError) {
    try self.init(
      fusionModel: BundledModels.depthFusion(), policy: policy, faceDetector: faceDetector,
      keyPointFinder: keyPointFinder, threads: threads)
  }

  /// Loads a depth-fusion model from a file instead of the embedded one.
  ///
  /// - Parameters:
  ///   - path: A safetensors file with a card of the kind `depth-fusion`.
  ///   - policy: What a capture must offer for the answer `live`.
  ///   - faceDetector: Finds the faces of captures that name no face box, instead of the embedded
  ///     network.
  ///   - keyPointFinder: Finds the key points, instead of the embedded network.
  ///   - threads: The most threads that one call uses, the caller's included.
  /// - Throws: ``LivenessError`` that says what is wrong with the file or the policy.
  public init(
    modelAt path: String, policy: LivenessPolicy = .standard,
    faceDetector: (any FaceDetector)? = nil, keyPointFinder: (any KeyPointFinder)? = nil,
    threads: Int = 2
  ) throws(LivenessError) {
    try self.init(
      fusionModel: LivenessError.wrapping { () throws(CheckpointError) in try ModelFile(at: path) },
      policy: policy, faceDetector: faceDetector, keyPointFinder: keyPointFinder, threads: threads)
  }

  private init(
    fusionModel file: ModelFile, policy: LivenessPolicy, faceDetector: (any FaceDetector)?,
    keyPointFinder: (any KeyPointFinder)?, threads: Int
  ) throws(LivenessError) {
    try policy.validate()
    let models = WorkerPool.shared.both(
      threads: threads,
      { Result { () throws(CheckpointError) in try DepthFusionModel(file) } },
      {
        Result { () throws(LivenessError) in
          try Finders(faces: faceDetector, keyPoints: keyPointFinder)
        }
      })
    fusionModel = try LivenessError.wrapping { () throws(CheckpointError) in try models.0.get() }
    let finders = try models.1.get()
    (self.faceDetector, keyPoints) = (finders.faces, finders.keyPoints)
    guard policy.trainingRange == .noted || fusionModel.inputStatistics != nil else {
      throw .noInputStatistics(model: fusionModel.name)
    }
    let found = LivenessPolicy.Model(title: fusionModel.name, labels: fusionModel.labels)
    if let expected = policy.model, expected != found {
      throw .policyForAnotherModel(expected: expected, found: found)
    }
    self.policy = policy
    self.threads = threads
  }

  /// Decides about one capture.
  ///
  /// The same capture gives the same result to the bit, however many threads run. Where the policy
  /// judges all of several faces, the gravest result counts: a spoof before one without an answer,
  /// before a living face.
  ///
  /// - Parameters:
  ///   - capture: What the cameras saw.
  ///   - keepingStages: Whether the result keeps what the stages saw, for looking at.
  /// - Returns: The decision and how it came about.
  /// - Throws: ``LivenessError/alignment(_:)`` where depth and image cannot be brought onto one
  ///   grid; ``LivenessError/search(_:)`` where a detector or finder failed;
  ///   ``LivenessError/missingKeyPoints(groups:)`` where the finder does not mark what the model needs;
  ///   `CancellationError` where the task is cancelled.
  public func detect(
    _ capture: LivenessCapture, keepingStages: Bool = false
  ) throws -> LivenessResult {
    try results(for: capture, keepingStages: keepingStages).gravest { $0.decision }
  }

  /// Decides about every face of a capture that the policy judges, the surest first.
  ///
  /// - Returns: One result at least; one for each face where the policy's ``FaceChoice`` is `all`.
  /// - Throws: As ``detect(_:keepingStages:)``.
  public func results(
    for capture: LivenessCapture, keepingStages: Bool = false
  ) throws -> [LivenessResult] {
    let search = try FaceSearch(detector: self, capture: capture)
    return try search.boxes.map { box in
      var detection = Detection(detector: self, capture: capture, search: search, box: box)
      try detection.run()
      return detection.result(keepingStages: keepingStages)
    }
  }
}
