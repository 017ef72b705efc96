import LivenessFaces
import LivenessLayers
import LivenessSensing

/// What a program answers with, such as a server with `JSONEncoder`: the members that
/// `liveness detect --json` prints and Documentation/CaptureFormat.md specifies, but for `capture`, and
/// without rounding.
///
/// What the stages saw is left out; a number that is not finite is `null`.
extension LivenessResult: Encodable {
  /// Writes the members.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(decision.rawValue, forKey: "decision")
    try members.encode(liveProbability.flatMap(finite), forKey: "live_probability")
    try members.encode(finite(threshold), forKey: "threshold")
    try members.encode(reasons.map(\.rawValue), forKey: "reasons")
    try members.encode(outsideTrainingRange.map(OutlierBody.init), forKey: "outside_training_range")
    try members.encode(geometry.map(FindingBody.init), forKey: "geometry")
    try members.encode(face.map { FaceBody(box: $0, keyPoints: keyPoints) }, forKey: "face")
    try members.encode(model, forKey: "model")
    var times = members.nestedContainer(keyedBy: Key.self, forKey: "milliseconds")
    for entry in timings.entries {
      try times.encode(
        finite(entry.milliseconds), forKey: Key(stringValue: snakeCase(entry.stage)))
    }
    if !imageJudgements.isEmpty {
      try members.encode(imageJudgements.map(JudgementBody.init), forKey: "images")
    }
    try members.encodeIfPresent(unitFactor.flatMap(finite), forKey: "unit_factor")
    if reasons.contains(.sensorsMisaligned), let misalignment {
      let shift = misalignment.shift
      try members.encode([finite(shift.x), finite(shift.y)], forKey: "depth_shift")
    }
    try members.encodeIfPresent(explanation.map(ExplanationBody.init), forKey: "explanation")
  }
}

/// A name in JSON.
private struct Key: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init(stringLiteral value: String) { stringValue = value }
  init?(intValue: Int) { nil }
}

private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

/// `keyPoints` becomes `key_points`.
private func snakeCase(_ name: String) -> String {
  name.reduce(into: "") { text, character in
    text += character.isUppercase ? "_" + character.lowercased() : String(character)
  }
}

private struct OutlierBody: Encodable {
  let quantity: String
  let value: Double?
  let range: [Double?]

  init(_ outlier: InputOutlier) {
    quantity = outlier.quantity.rawValue
    value = finite(outlier.value)
    range = [finite(outlier.range.lowerBound), finite(outlier.range.upperBound)]
  }
}

private struct FindingBody: Encodable {
  let finding: GeometricGate.Finding

  init(_ finding: GeometricGate.Finding) { self.finding = finding }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    let limits = finding.limits
    let hasUpperLimit = limits.upperBound < Double.greatestFiniteMagnitude
    try members.encode(finding.measure.rawValue, forKey: "measure")
    try members.encode(finding.value.flatMap(finite), forKey: "value")
    try members.encode(
      [finite(limits.lowerBound), hasUpperLimit ? finite(limits.upperBound) : nil],
      forKey: "limits")
    try members.encode(finding.passes, forKey: "passes")
  }
}

private struct FaceBody: Encodable {
  let box: FaceBox
  let keyPoints: FaceKeyPoints?

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode([box.x, box.y, box.width, box.height].map(finite), forKey: "box")
    try members.encode(keyPoints.map { pairs($0.points) }, forKey: "key_points")
    guard let keyPoints, let eyes = keyPoints.eyes, let visibility = keyPoints.visibility,
      let openness = keyPoints.openness
    else { return }
    try members.encode(pairs(eyes.pupils), forKey: "pupils")
    try members.encode(pairs(eyes.canthi), forKey: "canthi")
    try members.encode(visibility.map { finite(Double($0)) }, forKey: "visibility")
    try members.encode(
      [
        "left_eye": finite(openness.leftEye), "right_eye": finite(openness.rightEye),
        "mouth": finite(openness.mouth),
      ], forKey: "openness")
  }

  private func pairs(_ points: [SIMD2<Double>]) -> [[Double?]] {
    points.map { [finite($0.x), finite($0.y)] }
  }
}

private struct JudgementBody: Encodable {
  let judgement: ImageJudgement

  init(_ judgement: ImageJudgement) { self.judgement = judgement }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(judgement.modality.rawValue, forKey: "modality")
    try members.encode(finite(judgement.liveProbability), forKey: "live_probability")
  }
}

private struct ExplanationBody: Encodable {
  let explanation: LivenessExplanation

  init(_ explanation: LivenessExplanation) { self.explanation = explanation }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(explanation.carrier.rawValue, forKey: "carried_by")
    try members.encode(finite(explanation.depthAlone), forKey: "depth_alone")
    try members.encode(finite(explanation.imageAlone), forKey: "image_alone")
    try members.encode(finite(explanation.neither), forKey: "neither")
    try members.encode(LivenessExplanation.cells, forKey: "cells")
    try members.encode(explanation.depthHidden.map(finite), forKey: "depth_hidden")
    try members.encode(explanation.imageHidden.map(finite), forKey: "image_hidden")
  }
}
