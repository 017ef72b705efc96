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
    for threshold in rule.thresholds where !(threshold >= 0 && threshold < 1) {
      throw .policy(field: "threshold", expected: "at least 0 and below 1", found: threshold)
    }
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
  ///   where a model's region reaches so far beyond the image that it does not apply.
  /// - Throws: What a model throws.
  public func detect(_ image: ImageFrame, face box: FaceBox?) throws -> FaceBackgroundResult {
    let reasons = reasons(against: image, box)
    guard reasons.isEmpty, let box else {
      return FaceBackgroundResult(decision: .undetermined, reasons: reasons)
    }
    guard let near = picture(image, box, face.region),
      let far = picture(image, box, background.region)
    else { return FaceBackgroundResult(decision: .undetermined, reasons: [.tooFewModels]) }
    let first = try face.model.liveConfidence(of: near)
    let second = try background.model.liveConfidence(of: far)
    guard let fused = fusion(face: first, background: second) else {
      return FaceBackgroundResult(decision: .undetermined, reasons: [.nonFiniteOutput])
    }
    let decision = rule.decide(liveProbability: fused)
    return FaceBackgroundResult(
      decision: decision, faceConfidence: first, backgroundConfidence: second,
      liveProbability: fused, reasons: decision == .undetermined ? [.betweenThresholds] : [])
  }

  /// What a model sees; `nil` where its region reaches so far beyond the frame that there is next to
  /// nothing to see.
  private func picture(_ image: ImageFrame, _ box: FaceBox, _ rule: RegionRule) -> RegionPicture? {
    func region(_ amount: RegionExtension, _ policy: BorderPolicy) -> ExtendedRegion {
      ExtendedRegion(
        around: box, extending: amount, policy: policy, width: image.width, height: image.height)
    }
    let whole = region(rule.extending, rule.border)
    let mask = rule.masksFace ? region(.none, .shrink) : nil
    guard let size = rule.size else { return RegionPicture(of: image, region: whole, mask: mask) }
    guard whole.rectangle.isWithinBudget else { return nil }
    return RegionPicture(of: image, region: whole, mask: mask, size: size, resize: rule.resize)
  }

  private func reasons(against image: ImageFrame, _ box: FaceBox?) -> [LivenessReason] {
    guard image.channels == 3, image.modality == .color else { return [.noImage] }
    guard let box, box.isValid else { return [.noFace] }
    var reasons: [LivenessReason] = []
    if max(box.width, box.height) < minimumFaceSize { reasons.append(.faceTooSmall) }
    if !box.lies(withinWidth: image.width, height: image.height) { reasons.append(.faceCutOff) }
    return reasons
  }
}
