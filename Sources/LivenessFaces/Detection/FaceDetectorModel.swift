public import LivenessLayers
public import LivenessSensing
import LivenessTensors

/// A face detector from a model file of kind `face-detector`: a network that the file describes, its
/// preprocessing, and how its numbers become faces.
///
/// Documentation/WeightFormat.md has the members of the card.
public struct FaceDetectorModel: FaceDetector {
  /// The kind of card that such a file carries.
  public static let kind = "face-detector"

  /// The name and version, such as `yunet 2023.3`.
  public let name: String
  /// The smallest score of a face.
  public let scoreThreshold: Double
  /// The smallest face that is given: the larger side of its box, in pixels of the image.
  public let minimumFaceSize: Double
  /// The names of the points that each face comes with, in order.
  public let landmarkNames: [String]
  /// The names of what is said about each face besides, in order, such as `left-eye-closed`.
  public let attributeNames: [String]
  let input: DetectorInput
  let network: DetectorNetwork
  let decoder: BoxDecoder
  private let suppression: NonMaximumSuppression
  private let maximumFaces: Int
  private let rounding: BoxRounding

  /// Reads the card, builds the network and reproduces the golden vector.
  ///
  /// - Parameters:
  ///   - file: The model file.
  ///   - options: What is to be other than the file says.
  /// - Throws: `CheckpointError` that says what is wrong with the file;
  ///   ``FaceDetectionError/option(name:expected:found:)``.
  public init(_ file: ModelFile, options: FaceDetectorOptions = FaceDetectorOptions()) throws {
    let card = file.card
    try card.require(kind: Self.kind)
    try options.check()
    if let asked = options.candidateThresholds {
      throw FaceDetectionError.option(
        name: "candidateThresholds", expected: "none, as the detector has one stage",
        found: "\(asked)")
    }
    name = card.title
    input = try DetectorInput(card, options: options)
    let size = card.inputs[0]
    let graph = try NetworkGraph(try card.fields.object("architecture"), input: size)
    let shapes = try graph.shapes(height: size.height, width: size.width)
    let output = try card.fields.object("output")
    decoder = try BoxDecoder(output, graph: graph, shapes: shapes)
    landmarkNames = output.contains("landmarks") ? try output.strings("landmarks") : []
    attributeNames = output.contains("attributes") ? try output.strings("attributes") : []
    rounding = output.contains("rounding") ? try output.choice("rounding") : .none
    let detection = try card.fields.object("detection")
    scoreThreshold =
      try options.scoreThreshold
      ?? detection.number("score_threshold", in: FaceDetectorOptions.shares)
    minimumFaceSize =
      try options.minimumFaceSize
      ?? detection.number("minimum_face_pixels", in: FaceDetectorOptions.faceSizes)
    maximumFaces = options.maximumFaces ?? FaceDetectorOptions.faceCounts.upperBound
    suppression = NonMaximumSuppression(
      rule: try detection.choice("suppression"),
      threshold: try options.overlapThreshold
        ?? detection.number("overlap_threshold", in: FaceDetectorOptions.shares),
      mostCandidates: try detection.integer("most_candidates", in: FaceDetectorOptions.faceCounts))
    network = DetectorNetwork(
      try file.build { GraphNetwork(graph, shapes: shapes, from: $0) })
    let (network, inputName) = (network, size.name)
    try file.verifyGolden { inputs throws(CheckpointError) in
      guard let tensor = inputs[inputName] else { return [:] }
      return try network(tensor, threads: 1)
    }
  }

  /// Finds the faces of an image, the surest first.
  ///
  /// - Throws: ``FaceDetectionError`` where the image cannot be searched.
  public func faces(in image: ImageFrame, threads: Int = 1) throws -> [DetectedFace] {
    let plan = input.size.plan(width: image.width, height: image.height)
    let smallest = decoder.largestStride
    guard min(image.width, image.height) >= smallest,
      min(plan.imageWidth, plan.imageHeight) >= smallest / 2
    else {
      throw FaceDetectionError.imageSize(
        expected: "sides of at least \(smallest) pixels, before and after resizing, and no sliver",
        width: image.width, height: image.height)
    }
    let outputs = try self.outputs(for: image, plan: plan, threads: threads)
    let candidates = try decoder.candidates(
      in: outputs, input: (plan.height, plan.width), above: scoreThreshold)
    let faces = suppression(candidates.filter { isLargeEnough($0, image, plan) })
    return faces.prefix(maximumFaces).map { face(of: $0, image, plan) }
  }

  private func outputs(
    for image: ImageFrame, plan: InputSizeRule.Plan, threads: Int
  ) throws(FaceDetectionError) -> [String: Tensor] {
    let tensor = try input.tensor(of: image, plan: plan)
    do {
      return try network(tensor, threads: threads)
    } catch {
      throw .imageSize(
        expected: "an image whose shape the network can take; at \(plan.width)×\(plan.height): "
          + "\(error)", width: image.width, height: image.height)
    }
  }

  private func isLargeEnough(
    _ candidate: FaceCandidate, _ image: ImageFrame, _ plan: InputSizeRule.Plan
  ) -> Bool {
    let origin = plan.imagePoint(.zero, width: image.width, height: image.height)
    let extent =
      plan.imagePoint(candidate.extent, width: image.width, height: image.height) - origin
    return extent.min() > 0 && extent.max() >= minimumFaceSize
  }

  private func face(
    of candidate: FaceCandidate, _ image: ImageFrame, _ plan: InputSizeRule.Plan
  ) -> DetectedFace {
    func point(_ point: SIMD2<Double>) -> SIMD2<Double> {
      plan.imagePoint(point, width: image.width, height: image.height)
    }
    return DetectedFace(
      box: rounding.box(from: point(candidate.box.lowHalf), to: point(candidate.box.highHalf)),
      score: candidate.score, landmarks: candidate.landmarks.map { point($0) - 0.5 },
      attributes: candidate.attributes)
  }
}
