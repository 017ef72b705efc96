import Liveness
import LivenessEvaluation
import LivenessFaces
import LivenessLayers
import LivenessMedia

/// Writes the lines of a file of results, `liveness-results/1`.
enum ResultsLines {
  /// The first line.
  static func header(_ header: ResultsFile.Header) -> String {
    JSONText.object([
      (key: "format", value: JSONText.string(ResultsFile.format)),
      (key: "dataset", value: JSONText.string(header.dataset)),
      (key: "rows", value: String(header.rows)),
      (key: "shard", value: String(header.shard)),
      (key: "shards", value: String(header.shards)),
      (key: "model", value: JSONText.string(header.model.title)),
      (
        key: "classes",
        value: JSONText.array(header.model.labels.classes.map(JSONText.string))
      ),
      (key: "threshold", value: JSONText.number(header.threshold)),
    ])
  }

  /// The line of a row that was judged: the score where there is one, and the reasons against an
  /// answer.
  static func line(
    row: Int, _ presentation: Presentation, _ result: LivenessResult, truth: TrueKeyPoints? = nil
  ) -> String {
    let reasons = result.reasons.filter { $0 != .betweenThresholds }.map(\.rawValue)
    var members = described(row: row, presentation)
    if let score = result.liveProbability {
      members.append((key: "score", value: JSONText.number(score)))
    }
    if !reasons.isEmpty {
      members.append((key: "reason", value: JSONText.string(reasons.joined(separator: " "))))
    }
    if let inputs = result.inputs { members.append((key: "inputs", value: object(inputs))) }
    if let truth {
      let error = result.keyPoints.flatMap(truth.error)
      members.append(
        (key: "key_point_error", value: error.map { JSONText.number($0, decimals: 6) } ?? "null"))
    }
    return JSONText.object(members)
  }

  /// What was measured, to six digits after the point: less than any sensor can tell.
  private static func object(_ inputs: InputMeasurement) -> String {
    JSONText.object(
      InputQuantity.allCases.compactMap { quantity in
        inputs[quantity].map {
          (key: quantity.rawValue, value: JSONText.number($0, decimals: 6))
        }
      })
  }

  /// The line of a row whose capture could not be read.
  static func line(row: Int, _ presentation: Presentation, unreadable code: String) -> String {
    JSONText.object(
      described(row: row, presentation) + [(key: "unreadable", value: JSONText.string(code))])
  }

  /// What the data set says of the row, as far as it says something.
  private static func described(
    row: Int, _ presentation: Presentation
  ) -> [(key: String, value: String)] {
    let texts: [(DatasetColumn, String)] = [
      (.capture, presentation.id), (.label, presentation.label.rawValue),
      (.species, presentation.species), (.level, presentation.level),
      (.material, presentation.material), (.illumination, presentation.illumination),
      (.subject, presentation.subject), (.camera, presentation.camera),
      (.group, presentation.group), (.split, presentation.split),
      (.unit, presentation.unit?.rawValue ?? ""),
    ]
    var members = [(key: "row", value: String(row))]
    for (column, text) in texts where !text.isEmpty {
      members.append((key: column.rawValue, value: JSONText.string(text)))
    }
    if let matched = presentation.matched {
      members.append((key: DatasetColumn.matched.rawValue, value: String(matched)))
    }
    return members
  }
}
