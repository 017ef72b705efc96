/// What an image must offer, and how the models' opinions become a decision, for the answer `live`.
public struct SilentFacePolicy: Sendable, Hashable {
  /// How the opinions become one.
  public var vote: SilentFaceVote
  /// At least so many models must apply, of those that there are; `nil` for half of them, rounded up.
  public var quorum: Int?
  /// How the probability of a living face becomes a decision; `nil` takes the likeliest class, as the
  /// vote says.
  public var rule: DecisionRule?
  /// Which of several faces that the face detector finds is judged; an image has no distances, and
  /// the nearest is taken to be the largest.
  public var faces: FaceChoice
  /// The larger side of the face box must have at least so many pixels.
  public var minimumFaceSize: Double
  /// At least this share of the face box must lie on the image, 0.5 to 1.
  public var minimumVisibleShare: Double

  /// The defaults: the mean, half of the models, the likeliest class, the largest face, 64 pixels,
  /// 90 % of the face.
  public init(
    vote: SilentFaceVote = .mean, quorum: Int? = nil, rule: DecisionRule? = nil,
    faces: FaceChoice = .largest, minimumFaceSize: Double = 64, minimumVisibleShare: Double = 0.9
  ) {
    self.vote = vote
    self.quorum = quorum
    self.rule = rule
    self.faces = faces
    self.minimumFaceSize = minimumFaceSize
    self.minimumVisibleShare = minimumVisibleShare
  }

  /// The defaults.
  public static let standard = SilentFacePolicy()

  /// A face is not longer than so many times its width, nor wider than so many times its height.
  static let largestAspectRatio = 4.0

  /// The least number of models that must apply, out of so many.
  func quorum(of models: Int) -> Int { quorum ?? (models + 1) / 2 }

  /// Checks every value against its range.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` for the first one outside.
  func validate(for models: [SilentFaceModel]) throws(LivenessError) {
    try rule?.validate()
    // Without models no answer depends on how many there must be.
    let most = models.isEmpty ? Int.max : models.count
    if let quorum, !(1...most).contains(quorum) {
      throw .policy(
        field: "quorum", expected: models.isEmpty ? "1 model at least" : "1 to \(most) models",
        found: Double(quorum))
    }
    guard minimumFaceSize >= 0, minimumFaceSize.isFinite else {
      throw .policy(
        field: "minimumFaceSize", expected: "a number of pixels", found: minimumFaceSize)
    }
    guard (0.5...1).contains(minimumVisibleShare) else {
      throw .policy(
        field: "minimumVisibleShare", expected: "a share from 0.5 to 1", found: minimumVisibleShare)
    }
    guard case .weightedMean(let weights) = vote else { return }
    for (name, weight) in weights.sorted(by: { $0.key < $1.key }) {
      guard weight.isFinite, (0...1e6).contains(weight) else {
        throw .policy(
          field: "weight of \(name)", expected: "a number from 0 to 1000000", found: weight)
      }
      guard models.contains(where: { $0.name == name }) else {
        throw .policy(
          field: "weight of \(name)",
          expected: "for one of the models "
            + models.map(\.name).joined(separator: ", "), found: weight)
      }
    }
  }
}
