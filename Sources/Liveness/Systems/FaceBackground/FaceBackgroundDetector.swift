public import LivenessFaces
public import LivenessSensing

/// Decides by two models, one that sees the face and one that sees what surrounds it.
///
/// Hands, paper edges, bezels and a room that does not fit show beside the face, where the face model
/// does not look. Each model has a region of its own, so that what it sees is what it was trained on.
public struct FaceBackgroundDetector: Sendable {
  /// A model and the part of the image that it sees.
  public struct View: Sendable {
    /// The model.
    public let model: any RegionModel
    /// What it sees.
    public let region: RegionRule

    /// Puts a model before a region.
    public init(_ model: any RegionModel, region: RegionRule) {
      self.model = model
      self.region = region
    }

    /// Puts a model before the region that its file states: the one that it was trained with.
    public init(_ model: FaceRegionModel) {
      self.init(model, region: model.region)
    }
  }

  private let face: View
  private let background: View
  private let fusion: ConfidenceFusion
  private let rule: DecisionRule
  private let minimumFaceSize: Double

  /// A model is asked where at least this share of its region shows: lies on the frame, and not on a
  /// face that is masked.
  static let smallestShownShare = 0.1

  /// Combines a face model and a background model.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where a number is out of range.
  public init(
    face: View, background: View, fusion: ConfidenceFusion = .minimum,
    rule: DecisionRule = .liveAbove(0.5), minimumFaceSize: Double = 64
  ) throws(LivenessError) {
    for (name, value) in face.region.extending.amounts + background.region.extending.amounts
    where !RegionExtension.range.contains(value) {
      throw .policy(field: "extension \(name)", expected: "a number from 0 to 20", found: value)
    }
    if let flaw = fusion.flaw {
      throw .policy(field: flaw.field, expected: flaw.expected, found: flaw.found)
    }
    try rule.validate()
    guard minimumFaceSize >= 0, minimumFaceSize.isFinite else {
      throw .policy(
        field: "minimumFaceSize", expected: "a number of pixels", found: minimumFaceSize)
    }
    self.face = face
    self.background = background
    self.fusion = fusion
    self.rule = rule
    self.minimumFaceSize = minimumFaceSize
  }

  /// Loads a face model and a background model from files that carry a card of the kind
  /// `face-region`.
  ///
  /// - Throws: ``LivenessError`` that says what is wrong with a file or a number.
  public init(
    faceModelAt facePath: String, backgroundModelAt backgroundPath: String,
    fusion: ConfidenceFusion = .minimum, rule: DecisionRule = .liveAbove(0.5),
    minimumFaceSize: Double = 64
  ) throws(LivenessError) {
    try self.init(
      face: View(FaceRegionModel(at: facePath)),
      background: View(FaceRegionModel(at: backgroundPath)), fusion: fusion, rule: rule,
      minimumFaceSize: minimumFaceSize)
  }

  /// Decides about the face in a box.
  ///
  /// - Parameters:
  ///   - image: A colour image, as the camera gave it.
  ///   - box: Where the face is, in pixels of the image.
  /// - Returns: The decision, with both confidences; `undetermined` for the reason `tooFewModels`
  ///   where less than a tenth of a model's region shows, because the face fills the image or the
  ///   region reaches far beyond it.
  /// - Throws: What a model throws; `CancellationError` where the task is cancelled.
  public func detect(_ image: ImageFrame, face box: FaceBox?) throws -> FaceBackgroundResult {
    try Task.checkCancellation()
    let reasons = image.reasons(againstFace: box, minimumSize: minimumFaceSize)
    guard reasons.isEmpty, let box else {
      return FaceBackgroundResult(decision: .undetermined, reasons: reasons)
    }
    guard let near = picture(image, box, face.region),
      let far = picture(image, box, background.region)
    else { return FaceBackgroundResult(decision: .undetermined, reasons: [.tooFewModels]) }
    let first = try face.model.liveConfidence(of: near)
    try Task.checkCancellation()
    let second = try background.model.liveConfidence(of: far)
    try Task.checkCancellation()
    guard let fused = fusion(face: first, background: second) else {
      return FaceBackgroundResult(decision: .undetermined, reasons: [.nonFiniteOutput])
    }
    let decision = rule.decide(liveProbability: fused)
    return FaceBackgroundResult(
      decision: decision, faceConfidence: first, backgroundConfidence: second,
      liveProbability: fused, reasons: decision == .undetermined ? [.betweenThresholds] : [])
  }

  /// What a model sees; `nil` where next to nothing of its region shows, or it is larger than what a
  /// picture is cut from.
  private func picture(_ image: ImageFrame, _ box: FaceBox, _ rule: RegionRule) -> RegionPicture? {
    func region(_ amount: RegionExtension, _ policy: BorderPolicy) -> ExtendedRegion {
      ExtendedRegion(
        around: box, extending: amount, policy: policy, width: image.width, height: image.height)
    }
    let whole = region(rule.extending, rule.border)
    let mask = rule.masksFace ? region(.none, .shrink) : nil
    let shown = whole.share(onWidth: image.width, height: image.height, beside: mask)
    guard shown >= Self.smallestShownShare else { return nil }
    guard let size = rule.size else { return RegionPicture(of: image, region: whole, mask: mask) }
    guard whole.rectangle.isWithinBudget else { return nil }
    return RegionPicture(of: image, region: whole, mask: mask, size: size, resize: rule.resize)
  }
}
