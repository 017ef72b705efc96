public import LivenessLayers
public import LivenessSensing
import LivenessTensors

/// A face detector of three networks from a model file of kind `face-cascade`: the first proposes
/// squares on the image at every scale, the second refines them, the third decides and marks points.
///
/// Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded
/// Convolutional Networks", 2016, as facenet-pytorch runs it. Documentation/WeightFormat.md has the
/// members of the card.
public struct FaceCascadeModel: FaceDetector {
  /// The kind of card that such a file carries.
  public static let kind = "face-cascade"

  /// The name and version, such as `mtcnn 1.0.0`.
  public let name: String
  /// The names of the points that each face comes with, in order.
  public let landmarkNames: [String]
  let rules: CascadeRules
  private let stages: [CascadeStage]
  private let takesGreyAsColor: Bool

  /// Reads the card, builds the networks and reproduces the golden vector.
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
    guard card.inputs.count == CascadeRules.stages else {
      throw card.fields.mismatch(
        "inputs", expected: "\(CascadeRules.stages) inputs", found: "\(card.inputs.count)")
    }
    name = card.title
    let landmarks = try card.fields.object("output").strings("landmarks")
    landmarkNames = landmarks
    rules = try CascadeRules(card.fields.object("detection"), options: options)
    takesGreyAsColor = options.takesGreyAsColor
    let stages = try file.build { (parameters) throws(CheckpointError) in
      var stages: [CascadeStage] = []
      for (index, input) in card.inputs.enumerated() {
        let isLast = index == CascadeRules.stages - 1
        stages.append(
          try CascadeStage(
            input, of: card, from: parameters, searches: index == 0,
            landmarkCount: isLast ? landmarks.count : 0))
      }
      return stages
    }
    try file.verifyGolden { (inputs) throws(CheckpointError) in
      var outputs: [String: Tensor] = [:]
      for stage in stages { outputs.merge(try stage.golden(inputs)) { $1 } }
      return outputs
    }
    self.stages = stages
  }

  /// Finds the faces of an image, the surest first.
  ///
  /// - Throws: ``FaceDetectionError`` where the image cannot be searched.
  public func faces(in image: ImageFrame, threads: Int = 1) throws -> [DetectedFace] {
    guard image.channels == 3 || takesGreyAsColor else {
      throw FaceDetectionError.channels(expected: 3, found: image.channels)
    }
    let scales = rules.scales(width: image.width, height: image.height)
    guard !scales.isEmpty else {
      throw FaceDetectionError.imageSize(
        expected: "at least \(Int(rules.minimumFaceSize.rounded(.up))) pixels a side, no sliver",
        width: image.width, height: image.height)
    }
    let image = image.interleaved
    var candidates: [FaceCandidate] = []
    for scale in scales { candidates += try proposals(on: image, scale: scale, threads: threads) }
    candidates = suppression(rules.overlap)(candidates).map { $0.moved(by: $0.offsets, adding: 0) }
    candidates = try looked(at: candidates, on: image, stage: 1, threads: threads)
    candidates = suppression(rules.overlap)(candidates).map { $0.moved(by: $0.offsets, adding: 1) }
    candidates = try looked(at: candidates, on: image, stage: 2, threads: threads)
    let faces = suppression(rules.overlap, of: .smaller)(
      candidates.map { $0.moved(by: $0.offsets, adding: 1) })
    return faces.filter { $0.extent.max() >= rules.minimumFaceSize }
      .prefix(rules.maximumFaces).map(\.face)
  }

  private func suppression(
    _ threshold: Double, of share: NonMaximumSuppression.Share = .union
  ) -> NonMaximumSuppression {
    NonMaximumSuppression(
      rule: .greedy, threshold: threshold, mostCandidates: rules.mostCandidates, share: share)
  }

  /// What the first network proposes on the image at one scale.
  private func proposals(
    on image: ImageFrame, scale: Double, threads: Int
  ) throws -> [FaceCandidate] {
    let frame = PixelRectangle(x: 0, y: 0, width: image.width, height: image.height)
    guard let patch = FramePatch(of: image, in: frame, filling: .black) else { return [] }
    let (height, width) = (
      Int(Double(image.height) * scale + 1), Int(Double(image.width) * scale + 1)
    )
    let findings = try stages[0].findings(
      in: [AdaptiveMean(patch, width: width, height: height).planes], height: height,
      width: width, above: rules.thresholds[0], threads: threads)
    let (step, cell) = (Double(CascadeStage.step), Double(CascadeStage.cell))
    return suppression(CascadeRules.levelOverlap)(
      findings.map { finding in
        let corner = SIMD2(Double(finding.place.column), Double(finding.place.row)) * step
        let low = ((corner + 1) / scale).rounded(.down)
        let high = ((corner + cell) / scale).rounded(.down)
        return FaceCandidate(finding, box: SIMD4(lowHalf: low, highHalf: high))
      })
  }

  /// What a later network says of the squares around candidates; those that it refuses, or that lie
  /// beside the image, are gone.
  private func looked(
    at candidates: [FaceCandidate], on image: ImageFrame, stage index: Int, threads: Int
  ) throws -> [FaceCandidate] {
    let stage = stages[index]
    var (boxes, pictures): ([SIMD4<Double>], [[Float]]) = ([], [])
    for candidate in candidates {
      let box = candidate.squared
      guard let patch = Self.patch(of: image, in: box) else { continue }
      boxes.append(box)
      pictures.append(AdaptiveMean(patch, width: stage.width, height: stage.height).planes)
    }
    return try stage.findings(
      in: pictures, height: stage.height, width: stage.width, above: rules.thresholds[index],
      threads: threads
    ).map { FaceCandidate($0, box: boxes[$0.place.picture]) }
  }

  /// The pixels of a box, whose numbers count from 1 and include the last one; those beyond the image
  /// are left out, and so is a box with nothing of it.
  private static func patch(of image: ImageFrame, in box: SIMD4<Double>) -> FramePatch? {
    let size = SIMD2(Double(image.width), Double(image.height))
    let low = pointwiseMax(box.lowHalf.rounded(.towardZero), SIMD2(repeating: 1)) - 1
    let high = pointwiseMin(box.highHalf.rounded(.towardZero), size)
    guard low.x < high.x, low.y < high.y else { return nil }
    let rectangle = PixelRectangle(
      x: Int(low.x), y: Int(low.y), width: Int(high.x - low.x), height: Int(high.y - low.y))
    return FramePatch(of: image, in: rectangle, filling: .black)
  }
}
