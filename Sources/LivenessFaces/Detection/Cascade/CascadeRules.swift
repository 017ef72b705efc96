import LivenessLayers

/// What a cascade's card, or its caller, says of how it searches.
struct CascadeRules: Sendable, Hashable {
  /// The smallest score of each stage.
  let thresholds: [Double]
  /// The overlap above which two boxes are one face.
  let overlap: Double
  /// The smallest face that is looked for, in pixels of the image.
  let minimumFaceSize: Double
  /// The side of an image in terms of the one before it in the pyramid.
  let factor: Double
  /// The most pixels along a side of the pyramid's largest image.
  let longestSide: Int
  /// The most candidates that go from stage to stage.
  let mostCandidates: Int
  /// The most faces that are given.
  let maximumFaces: Int

  /// The stages of a cascade.
  static let stages = 3
  /// The overlap above which two boxes of one image of the pyramid are one candidate.
  static let levelOverlap = 0.5

  /// - Throws: `CheckpointError.card`; ``FaceDetectionError/option(name:expected:found:)``.
  init(_ fields: CardFields, options: FaceDetectorOptions) throws {
    var thresholds = try fields.numbers("score_thresholds")
    guard thresholds.count == Self.stages,
      thresholds.allSatisfy(FaceDetectorOptions.shares.contains)
    else {
      throw fields.mismatch(
        "score_thresholds", expected: "\(Self.stages) numbers of 0 to 1", found: "\(thresholds)")
    }
    if let asked = options.candidateThresholds {
      guard asked.count == Self.stages - 1 else {
        throw FaceDetectionError.option(
          name: "candidateThresholds", expected: "\(Self.stages - 1) numbers", found: "\(asked)")
      }
      thresholds.replaceSubrange(..<asked.count, with: asked)
    }
    if let asked = options.scoreThreshold { thresholds[Self.stages - 1] = asked }
    self.thresholds = thresholds
    overlap =
      try options.overlapThreshold
      ?? fields.number("overlap_threshold", in: FaceDetectorOptions.shares)
    let size =
      try options.minimumFaceSize
      ?? fields.number("minimum_face_pixels", in: FaceDetectorOptions.faceSizes)
    minimumFaceSize = max(size, Double(CascadeStage.cell))
    factor = try fields.number("pyramid_factor", in: 0.3...0.95)
    longestSide =
      try options.resolution
      ?? fields.integer("longest_side", in: FaceDetectorOptions.resolutions)
    mostCandidates = try fields.integer("most_candidates", in: FaceDetectorOptions.faceCounts)
    maximumFaces = options.maximumFaces ?? FaceDetectorOptions.faceCounts.upperBound
  }

  /// The scales of the pyramid's images, the largest first; none where the image is too small or too
  /// thin for the smallest face.
  func scales(width: Int, height: Int) -> [Double] {
    let cell = Double(CascadeStage.cell)
    var scale = min(cell / minimumFaceSize, Double(longestSide) / Double(max(width, height)))
    var scales: [Double] = []
    while Double(min(width, height)) * scale >= cell {
      scales.append(scale)
      scale *= factor
    }
    return scales
  }
}
