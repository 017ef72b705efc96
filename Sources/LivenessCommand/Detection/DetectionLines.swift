import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing

/// Writes each outcome as one JSON object on a line of its own.
final class DetectionLines: DetectionOutput {
  private let file: OutputFile

  /// Chooses the file.
  init(file: OutputFile) { self.file = file }

  func start(paths: [String]) {}

  func record(_ outcome: CaptureOutcome) throws {
    try file.write(DetectionLines.line(outcome) + "\n")
  }

  func finish(_ tally: DetectionTally) {}

  /// The object for one outcome.
  static func line(_ outcome: CaptureOutcome) -> String {
    let capture = (key: "capture", value: JSONText.string(outcome.path))
    let number = outcome.face.map { [(key: "face_number", value: String($0))] } ?? []
    switch outcome.verdict {
    case .unreadable(let failure):
      return JSONText.object([capture, (key: "error", value: object(failure))])
    case .judged(let result, _, let reading):
      return JSONText.object(
        [capture] + number + [
          (key: "decision", value: JSONText.string(outcome.word.rawValue)),
          (key: "live_probability", value: JSONText.number(result.liveProbability)),
          (key: "threshold", value: JSONText.number(result.threshold)),
          (key: "reasons", value: JSONText.array(outcome.codes.map(JSONText.string))),
          (
            key: "outside_training_range",
            value: JSONText.array(result.outsideTrainingRange.map(object))
          ),
          (key: "geometry", value: JSONText.array(result.geometry.map(GeometryText.json))),
          (key: "face", value: face(of: result)),
          (key: "model", value: JSONText.string(result.model)),
          (key: "milliseconds", value: milliseconds(result.timings, reading: reading)),
        ] + images(result) + sensing(result)
          + (result.explanation.map {
            [(key: "explanation", value: ExplanationText.json($0))]
          } ?? []))
    }
  }

  /// What near infrared and colour said, where both were judged.
  private static func images(_ result: LivenessResult) -> [(key: String, value: String)] {
    let judgements = result.imageJudgements.map { judgement in
      JSONText.object([
        (key: "modality", value: JSONText.string(judgement.modality.rawValue)),
        (key: "live_probability", value: JSONText.number(judgement.liveProbability)),
      ])
    }
    return judgements.isEmpty ? [] : [(key: "images", value: JSONText.array(judgements))]
  }

  /// What is known about the sensors where they are a reason.
  private static func sensing(_ result: LivenessResult) -> [(key: String, value: String)] {
    var members: [(key: String, value: String)] = []
    if let factor = result.unitFactor {
      members.append((key: "unit_factor", value: JSONText.number(factor)))
    }
    if result.reasons.contains(.sensorsMisaligned), let found = result.misalignment {
      let shift = [found.shift.x, found.shift.y].map { JSONText.number($0, decimals: 1) }
      members.append((key: "depth_shift", value: JSONText.array(shift)))
    }
    return members
  }

  /// A failure as JSON; `null` for none.
  static func object(_ failure: CaptureFailure?) -> String {
    guard let failure else { return "null" }
    return JSONText.object([
      (key: "code", value: JSONText.string(failure.code)),
      (key: "message", value: JSONText.string(failure.message)),
      (key: "file", value: JSONText.string(failure.file)),
    ])
  }

  private static func object(_ outlier: InputOutlier) -> String {
    let ends = [outlier.range.lowerBound, outlier.range.upperBound]
    return JSONText.object([
      (key: "quantity", value: JSONText.string(outlier.quantity.rawValue)),
      (key: "value", value: JSONText.number(outlier.value, decimals: 6)),
      (key: "range", value: JSONText.array(ends.map { JSONText.number($0) })),
    ])
  }

  private static func face(of result: LivenessResult) -> String {
    guard let box = result.face else { return "null" }
    let edges = [box.x, box.y, box.width, box.height].map { JSONText.number($0, decimals: 3) }
    let keyPoints = result.keyPoints
    return JSONText.object(
      [
        (key: "box", value: JSONText.array(edges)),
        (key: "key_points", value: keyPoints.map { pairs($0.points) } ?? "null"),
      ] + (keyPoints.map(more) ?? []))
  }

  /// What a key-point model says beyond the 68 points, if it does.
  private static func more(of keyPoints: FaceKeyPoints) -> [(key: String, value: String)] {
    guard let eyes = keyPoints.eyes, let visibility = keyPoints.visibility,
      let openness = keyPoints.openness
    else { return [] }
    return [
      (key: "pupils", value: pairs(eyes.pupils)), (key: "canthi", value: pairs(eyes.canthi)),
      (
        key: "visibility",
        value: JSONText.array(visibility.map { JSONText.number($0, decimals: 3) })
      ),
      (
        key: "openness",
        value: JSONText.object([
          (key: "left_eye", value: JSONText.number(openness.leftEye, decimals: 3)),
          (key: "right_eye", value: JSONText.number(openness.rightEye, decimals: 3)),
          (key: "mouth", value: JSONText.number(openness.mouth, decimals: 3)),
        ])
      ),
    ]
  }

  private static func pairs(_ points: [SIMD2<Double>]) -> String {
    JSONText.array(
      points.map { point in
        JSONText.array([point.x, point.y].map { JSONText.number($0, decimals: 3) })
      })
  }

  private static func milliseconds(_ timings: StageTimings, reading: Double) -> String {
    let stages = [StageTimings.Entry(stage: "reading", milliseconds: reading)] + timings.entries
    return JSONText.object(
      stages.map { stage in
        (
          key: JSONText.key(stage.stage),
          value: JSONText.number(stage.milliseconds, decimals: 3)
        )
      })
  }
}
