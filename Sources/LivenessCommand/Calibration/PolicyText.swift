import Liveness
import LivenessEvaluation

/// Writes a policy file, `liveness-policy/1`.
struct PolicyText {
  let calibration: ThresholdCalibration
  let model: LivenessPolicy.Model
  let camera: String?
  /// What a capture must offer beside, as members of the file.
  var demands: [(key: String, value: String)] = []
  let scores: Dataset
  var unit = Presentation.Unit.presentation

  /// The bytes of the file, as `liveness detect` has read them.
  ///
  /// - Throws: ``LivenessError`` where it would refuse them.
  func bytes() throws(LivenessError) -> [UInt8] {
    let bytes = Array(json.utf8)
    _ = try LivenessPolicy(parsing: bytes)
    return bytes
  }

  /// The JSON text, a member a line.
  var json: String {
    var members: [(key: String, value: String)] = [
      (key: "format", value: JSONText.string(LivenessPolicy.format)),
      (key: "model", value: modelObject),
    ]
    if let camera { members.append((key: "camera", value: JSONText.string(camera))) }
    members += [
      (key: "comparator", value: JSONText.string(">")),
      (key: "rule", value: RateText.json(calibration.rule)),
    ]
    members += demands
    members += [
      (key: "target", value: JSONText.string(calibration.target.description)),
      (key: "scores", value: scoresObject),
      (key: "rates", value: ratesObject),
      (key: "operating_points", value: pointsArray),
      (key: "remarks", value: JSONText.array(calibration.remarks.map(JSONText.string))),
    ]
    let lines = members.map { "  \(JSONText.string($0.key)): \($0.value)" }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private var modelObject: String {
    JSONText.object([
      (key: "title", value: JSONText.string(model.title)),
      (key: "classes", value: JSONText.array(model.labels.classes.map(JSONText.string))),
    ])
  }

  private var scoresObject: String {
    let rates = calibration.rates
    return JSONText.object([
      (key: "sha256", value: JSONText.string(scores.digest)),
      (key: "unit", value: JSONText.string(unit.rawValue)),
      (key: "bona_fide", value: String(rates.bonaFide.total)),
      (key: "attacks", value: String(rates.attacks.total)),
      (key: "subjects", value: String(calibration.subjects)),
    ])
  }

  private var ratesObject: String { Self.object(calibration.rates) }

  private var pointsArray: String {
    let points = calibration.operatingPoints.map { point in
      JSONText.object([
        (key: "name", value: JSONText.string(point.name)),
        (key: "rule", value: RateText.json(point.rule)),
        (key: "rates", value: Self.object(point.rates)),
      ])
    }
    return JSONText.array(points)
  }

  /// BPCER, and APCER by species, each with its interval at 95 %.
  private static func object(_ rates: ErrorRates) -> String {
    let species = rates.species.map { count in
      (key: count.name, value: RateText.json(count.acceptedOfAnswered))
    }
    return JSONText.object([
      (key: "bpcer", value: RateText.json(rates.bonaFide.rejectedOfAnswered)),
      (key: "apcer", value: JSONText.object(species)),
      (key: "apcer_pooled", value: RateText.json(rates.attacks.acceptedOfAnswered)),
    ])
  }
}
