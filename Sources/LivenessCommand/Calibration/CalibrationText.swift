import Liveness
import LivenessEvaluation

/// What a calibration found, for people.
struct CalibrationText {
  let calibration: ThresholdCalibration
  let scores: Dataset
  let split: String?
  var unit = Presentation.Unit.presentation

  /// The rule, its errors, the customary operating points, and what the scores can show.
  func text(columns: Int, style: TerminalStyle) -> String {
    let rates = calibration.rates
    let source =
      "\(PlainText.visible(scores.path))\(split.map { ", split \(PlainText.visible($0))" } ?? ""): "
      + "\(NumberText.count(rates.bonaFide.total, "bona fide \(unit.rawValue)")), "
      + "\(NumberText.count(rates.attacks.total, "attack"))\(unreadable)"
    var text = """
      \(style("Scores", .dim))  \(source)
      \(style("Unit", .dim))    \(unit.rawValue)
      \(style("Target", .dim))  \(calibration.target)
      \(style("Rule", .dim))    \(style(calibration.rule.description, .bold))

      \(RateTable(rates).text(style: style))
      \(style("Other thresholds on p(live)", .bold))
      \(points)

      """
    text += "\n" + style("What these scores can show", .bold) + "\n"
    for remark in calibration.remarks {
      text +=
        PlainText.wrapped(
          PlainText.visible(remark), columns: columns, indent: 2
        ).joined(separator: "\n") + "\n"
    }
    return text
  }

  /// How many rows of the file have no part in this.
  private var unreadable: String {
    let count = scores.unreadable.values.reduce(0, +)
    return count > 0 ? "; \(NumberText.count(count, "row")) could not be read" : ""
  }

  private var points: String {
    calibration.operatingPoints.map { point in
      let worst = point.rates.worst
      return [
        "  " + PlainText.padded(point.name, to: 15),
        PlainText.padded(
          NumberText.fixed(point.rule.liveThreshold, decimals: 6), to: 9, right: true),
        "BPCER " + RateText.percent(point.rates.bonaFide.rejectedOfAnswered.share),
        "worst APCER " + RateText.percent(worst?.acceptedOfAnswered.share),
      ].joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
