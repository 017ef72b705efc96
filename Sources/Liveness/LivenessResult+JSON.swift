import LivenessFaces
package import LivenessLayers
import LivenessSensing

/// What a program answers with, such as a server with `JSONEncoder`: the members that
/// `liveness detect --json` prints and Documentation/CaptureFormat.md specifies, but for the path of
/// the capture and the time that reading it took.
///
/// What the stages saw is left out; a number that is not finite is `null`.
extension LivenessResult: Encodable {
  /// Writes the members.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    try JSONValue.object(members(timings: timings)).encode(to: encoder)
  }
}

extension LivenessResult {
  /// A member of a JSON object.
  package typealias Member = (name: String, value: JSONValue)

  /// The result as the members of a JSON object, in their order.
  ///
  /// - Parameter timings: The times to tell: the result's own, or these and more.
  /// - Returns: The members.
  package func members(timings: StageTimings) -> [Member] {
    [
      ("decision", .string(decision.rawValue)),
      ("live_probability", .number(liveProbability)),
      ("threshold", .number(threshold)),
      ("reasons", .array(reasons.map { .string($0.rawValue) })),
      ("outside_training_range", .array(outsideTrainingRange.map(\.json))),
      ("geometry", .array(geometry.map(\.json))),
      ("face", face.map { json(of: $0) } ?? .null),
      ("model", .string(model)),
      ("milliseconds", timings.json),
    ] + membersWhereKnown
  }

  /// What is said only where there is something to say.
  private var membersWhereKnown: [Member] {
    var members: [Member] = []
    if !imageJudgements.isEmpty { members.append(("images", .array(imageJudgements.map(\.json)))) }
    if let unitFactor { members.append(("unit_factor", .number(unitFactor))) }
    if reasons.contains(.sensorsMisaligned), let shift = misalignment?.shift {
      members.append(("depth_shift", pair(shift, decimals: 1)))
    }
    if let explanation { members.append(("explanation", explanation.json)) }
    return members
  }

  private func json(of box: FaceBox) -> JSONValue {
    let edges = [box.x, box.y, box.width, box.height]
    return .object(
      [
        ("box", .array(edges.map { .number($0, decimals: 3) })),
        ("key_points", keyPoints.map { pairs($0.points) } ?? .null),
      ] + (keyPoints?.membersBesidePoints ?? []))
  }
}

private func pair(_ point: SIMD2<Double>, decimals: Int) -> JSONValue {
  .array([.number(point.x, decimals: decimals), .number(point.y, decimals: decimals)])
}

/// To a thousandth of a pixel.
private func pairs(_ points: [SIMD2<Double>]) -> JSONValue {
  .array(points.map { pair($0, decimals: 3) })
}

extension FaceKeyPoints {
  /// What a key-point model says beyond the 68 points, if it does.
  fileprivate var membersBesidePoints: [LivenessResult.Member] {
    guard let eyes, let visibility, let openness else { return [] }
    return [
      ("pupils", pairs(eyes.pupils)), ("canthi", pairs(eyes.canthi)),
      ("visibility", .array(visibility.map { .number(Double($0), decimals: 3) })),
      (
        "openness",
        .object([
          ("left_eye", .number(openness.leftEye, decimals: 3)),
          ("right_eye", .number(openness.rightEye, decimals: 3)),
          ("mouth", .number(openness.mouth, decimals: 3)),
        ])
      ),
    ]
  }
}

extension InputOutlier {
  fileprivate var json: JSONValue {
    .object([
      ("quantity", .string(quantity.rawValue)), ("value", .number(value, decimals: 6)),
      ("range", .array([.number(range.lowerBound), .number(range.upperBound)])),
    ])
  }
}

extension GeometricGate.Finding {
  /// `null` stands for what was not measured and for no upper limit.
  fileprivate var json: JSONValue {
    .object([
      ("measure", .string(measure.rawValue)), ("value", .number(value, decimals: 6)),
      (
        "limits",
        .array([.number(limits.lowerBound), hasUpperLimit ? .number(limits.upperBound) : .null])
      ),
      ("passes", .boolean(passes)),
    ])
  }
}

extension StageTimings {
  fileprivate var json: JSONValue {
    .object(entries.map { ($0.stage.snakeCased, .number($0.milliseconds, decimals: 3)) })
  }
}

extension ImageJudgement {
  fileprivate var json: JSONValue {
    .object([
      ("modality", .string(modality.rawValue)), ("live_probability", .number(liveProbability)),
    ])
  }
}

extension LivenessExplanation {
  fileprivate var json: JSONValue {
    .object([
      ("carried_by", .string(carrier.rawValue)), ("depth_alone", .number(depthAlone)),
      ("image_alone", .number(imageAlone)), ("neither", .number(neither)),
      ("cells", .number(Double(LivenessExplanation.cells))),
      ("depth_hidden", .array(depthHidden.map { .number($0, decimals: 6) })),
      ("image_hidden", .array(imageHidden.map { .number($0, decimals: 6) })),
    ])
  }
}
