import Liveness
import LivenessEvaluation

/// An evaluation for people.
struct EvaluationText {
  let evaluation: Evaluation
  let dataset: JudgedDataset
  let split: String?

  /// The rates at the rule, the curve's figures, the conditions, and what to keep in mind.
  func text(columns: Int, style: TerminalStyle) -> String {
    var text = source(style: style) + "\n\n" + RateTable(evaluation.rates).text(style: style)
    text += rateLines + "\n"
    if let figures = evaluation.figures {
      text += "\n" + style("Curve", .bold) + "\n" + Self.lines(figures)
      text += Self.lines(evaluation.casiaTruePositives)
      text += Self.lines(evaluation.operatingPoints)
    }
    if let calibration = evaluation.calibration {
      text +=
        "\n  Brier \(NumberText.fixed(calibration.brier, decimals: 5)), expected calibration error "
        + "\(NumberText.fixed(calibration.expectedError, decimals: 5))\n"
    }
    for table in evaluation.conditions {
      text += "\n" + style("By \(table.condition.rawValue)", .bold) + "\n"
      text += Self.table(table.rates).text(style: style)
    }
    if let spread = evaluation.groupSpread {
      text +=
        "  BPCER of \(PlainText.visible(spread.greatest.name)) is "
        + "\(spread.ratio.isFinite ? NumberText.fixed(spread.ratio, decimals: 2) : "infinitely many")"
        + " times that of \(PlainText.visible(spread.least.name))\n"
    }
    if let drift = evaluation.drift {
      text +=
        "\n" + style("Unlike the training", .bold) + "\n" + Self.table(drift).text(style: style)
    }
    if let accuracy = evaluation.keyPoints {
      text += "\n" + style("Key points", .bold) + "\n" + KeyPointText(accuracy).text(style: style)
    }
    if !evaluation.remarks.isEmpty {
      text += "\n" + style("To keep in mind", .bold) + "\n"
      for remark in evaluation.remarks {
        text +=
          PlainText.wrapped(
            PlainText.visible(remark), columns: columns, indent: 2
          ).joined(separator: "\n") + "\n"
      }
    }
    return text
  }

  private func source(style: TerminalStyle) -> String {
    let rates = evaluation.rates
    var lines = [
      (
        "Judged",
        "\(NumberText.count(rates.bonaFide.total, "bona fide \(evaluation.unit.rawValue)")), "
          + "\(NumberText.count(rates.attacks.total, "attack"))"
          + (split.map { ", split \(PlainText.visible($0))" } ?? "")
      )
    ]
    lines.append(("Unit", evaluation.unit.rawValue))
    if !dataset.unreadable.isEmpty {
      let codes = dataset.unreadable.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      lines.append(("Unreadable", PlainText.visible(codes.joined(separator: ", "))))
    }
    if let model = dataset.model { lines.append(("Model", PlainText.visible(model))) }
    lines.append(("Rule", "\(evaluation.rule) (\(ruleSource))"))
    return lines.map { style(PlainText.padded($0.0, to: 10), .dim) + "  " + $0.1 }
      .joined(separator: "\n")
  }

  private var ruleSource: String {
    switch evaluation.ruleSource {
    case .given: "as given"
    case .model: "the model's own"
    case .development: "equal errors on the development split"
    case .evaluated: "equal errors on these presentations"
    }
  }

  private var rateLines: String {
    var lines: [String] = []
    let rates = evaluation.rates
    if let acer = rates.worstSpeciesACER, let worst = rates.worst {
      lines.append(
        "ACER \(RateText.percent(acer)) with the worst species "
          + "(\(PlainText.visible(RateTable.name(of: worst)))), "
          + "\(RateText.percent(rates.pooledACER)) pooled")
    }
    if let error = evaluation.halfTotalError {
      lines.append(
        "HTER \(RateText.percent(error.rate)) at the development split's threshold "
          + "\(NumberText.fixed(error.threshold, decimals: 6)) "
          + "(FAR \(RateText.percent(error.falseAcceptance.share)), "
          + "FRR \(RateText.percent(error.falseRejection.share)))")
    }
    return lines.map { "  " + $0 }.joined(separator: "\n")
  }

  private static func lines(_ figures: CurveFigures) -> String {
    var lines = [
      line("EER", RateText.percent(figures.equalErrorRate.value), figures.equalErrorRate.interval),
      line("EER, convex hull", RateText.percent(figures.convexHullEqualErrorRate), nil),
      line(
        "AUC", RateText.percent(figures.areaUnderCurve.value), figures.areaUnderCurve.interval),
    ]
    for error in figures.bonaFideErrors {
      lines.append(
        line("BPCER\(error.oneIn)", RateText.percent(error.bpcer.share), error.interval)
          + note(error.resolution))
    }
    for positives in figures.truePositives {
      let name = "TPR@FPR=\(JSONText.number(positives.falsePositiveRate))"
      lines.append(
        line(name, RateText.percent(positives.rate?.share), positives.interval)
          + note(positives.resolution))
    }
    let intervals =
      figures.people > 1
      ? "intervals at 95 %, by drawing \(figures.people) subjects \(figures.replicates) times"
      : "no intervals: there is one subject, and nobody else to draw"
    return lines.joined(separator: "\n") + "\n  \(intervals)\n"
  }

  private static func lines(_ positives: [CASIATruePositives]) -> String {
    positives.map { positives in
      line(
        "TPR@FPR=\(JSONText.number(positives.falsePositiveRate)), grid",
        RateText.percent(positives.truePositives.share), positives.truePositives.interval)
        + "  casia-compat, at \(NumberText.fixed(positives.threshold, decimals: 6)), where FPR is "
        + "\(RateText.percent(positives.falsePositives.share))\n"
    }.joined()
  }

  private static func line(
    _ name: String, _ value: String, _ interval: ConfidenceInterval?
  ) -> String {
    "  " + PlainText.padded(name, to: 22) + PlainText.padded(value, to: 10, right: true)
      + (interval.map { "  " + PlainText.padded(RateText.interval($0), to: 18, right: true) } ?? "")
  }

  private static func note(_ resolution: Resolution) -> String {
    switch resolution {
    case .sufficient: ""
    case .coarse(let advised): "  coarse: at least \(advised) attacks are advised"
    case .insufficient(let needed): "  too few attacks: at least \(needed) are needed"
    }
  }

  private static func lines(_ points: [OperatingPoint]) -> String {
    "\n  "
      + points.map { point in
        PlainText.padded(point.name, to: 15) + " at "
          + PlainText.padded(
            NumberText.fixed(point.rule.liveThreshold, decimals: 6), to: 9, right: true)
          + "  BPCER "
          + PlainText.padded(
            RateText.percent(point.rates.bonaFide.rejectedOfAnswered.share), to: 9, right: true)
          + "  worst APCER "
          + PlainText.padded(
            RateText.percent(point.rates.worst?.acceptedOfAnswered.share), to: 9, right: true)
      }.joined(separator: "\n  ") + "\n"
  }

  private static func table(_ drift: InputDrift) -> RateTable {
    var table = RateTable()
    for entry in drift.entries { table.add(InputText.name(entry.quantity), entry.outside) }
    table.add("any of these", drift.anywhere)
    return table
  }

  private static func table(_ conditions: [ConditionRates]) -> RateTable {
    var table = RateTable()
    for condition in conditions {
      let rates = condition.rates
      if rates.bonaFide.total > 0 {
        table.add(condition.name + ", BPCER", rates.bonaFide.rejectedOfAnswered)
      }
      if rates.attacks.total > 0 {
        table.add(condition.name + ", APCER pooled", rates.attacks.acceptedOfAnswered)
      }
      if rates.species.count > 1, let worst = rates.worst {
        table.add(
          "\(condition.name), APCER \(RateTable.name(of: worst))", worst.acceptedOfAnswered)
      }
    }
    return table
  }
}
