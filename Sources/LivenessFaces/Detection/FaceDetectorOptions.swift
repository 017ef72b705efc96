/// What is asked of a detector; what is left out is as its file says.
public struct FaceDetectorOptions: Sendable, Hashable {
  /// The smallest score of a face, 0 to 1.
  public var scoreThreshold: Double?
  /// The smallest scores of the candidates that the earlier stages of a cascade hand on, in order; a
  /// detector of one stage has none.
  public var candidateThresholds: [Double]?
  /// The overlap (intersection over union) above which two boxes are one face, 0 to 1.
  public var overlapThreshold: Double?
  /// The smallest face that is looked for: the larger side of its box, in pixels of the image.
  public var minimumFaceSize: Double?
  /// The most faces that are given, the surest ones.
  public var maximumFaces: Int?
  /// Pixels along a side of the network's input, where the file leaves it free: smaller faces are
  /// found at a larger side, in a time that grows with its square.
  public var resolution: Int?
  /// Whether a grey image is shown to a colour network with three equal channels, which most were
  /// not trained for; by default, that is an error.
  public var takesGreyAsColor: Bool

  /// Makes options.
  public init(
    scoreThreshold: Double? = nil, candidateThresholds: [Double]? = nil,
    overlapThreshold: Double? = nil,
    minimumFaceSize: Double? = nil, maximumFaces: Int? = nil, resolution: Int? = nil,
    takesGreyAsColor: Bool = false
  ) {
    self.scoreThreshold = scoreThreshold
    self.candidateThresholds = candidateThresholds
    self.overlapThreshold = overlapThreshold
    self.minimumFaceSize = minimumFaceSize
    self.maximumFaces = maximumFaces
    self.resolution = resolution
    self.takesGreyAsColor = takesGreyAsColor
  }

  /// The ranges of the options.
  static let shares = 0.0...1
  static let faceSizes = 0.0...16384
  static let faceCounts = 1...10000
  static let resolutions = 32...4096

  /// - Throws: ``FaceDetectionError/option(name:expected:found:)``.
  func check() throws(FaceDetectionError) {
    try Self.check("scoreThreshold", scoreThreshold, in: Self.shares)
    for threshold in candidateThresholds ?? [] {
      try Self.check("candidateThresholds", threshold, in: Self.shares)
    }
    try Self.check("overlapThreshold", overlapThreshold, in: Self.shares)
    try Self.check("minimumFaceSize", minimumFaceSize, in: Self.faceSizes)
    try Self.check("maximumFaces", maximumFaces, in: Self.faceCounts)
    try Self.check("resolution", resolution, in: Self.resolutions)
  }

  private static func check<Number: Comparable>(
    _ name: String, _ number: Number?, in range: ClosedRange<Number>
  ) throws(FaceDetectionError) {
    guard let number, !range.contains(number) else { return }
    throw .option(
      name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(number)")
  }
}
