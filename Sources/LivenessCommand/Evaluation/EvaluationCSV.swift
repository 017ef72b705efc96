import Liveness
import LivenessEvaluation

/// An evaluation as comma-separated values.
enum EvaluationCSV {
  /// The rates at the rule, of all and under each condition, a line each: its metric, what it is about,
  /// counts, share, interval and unit; TPR on a grid where it was asked for; and the errors of key
  /// points.
  static func rates(_ evaluation: Evaluation) -> String {
    var lines = ["metric,condition,name,species,count,total,share,lower,upper,unit"]
    func add(_ metric: String, _ condition: String, _ name: String, _ species: String, _ rate: Rate)
    {
      lines.append(line(metric, condition, name, species, rate, evaluation.unit))
    }
    func add(_ rates: ErrorRates, _ condition: String, _ name: String) {
      add("BPCER", condition, name, "", rates.bonaFide.rejectedOfAnswered)
      add("BPNRR", condition, name, "", rates.bonaFide.nonResponse)
      add("APCER pooled", condition, name, "", rates.attacks.acceptedOfAnswered)
      for count in rates.species {
        add("APCER", condition, name, count.name, count.acceptedOfAnswered)
        add("APNRR", condition, name, count.name, count.nonResponse)
        add("APAR", condition, name, count.name, count.acceptedOfAll)
        if let rate = count.acceptedByWholeSystem {
          add("IAPAR", condition, name, count.name, rate)
        }
      }
      if let rate = rates.attacks.acceptedByWholeSystem {
        add("IAPAR pooled", condition, name, "", rate)
      }
    }
    add(evaluation.rates, "", "")
    for table in evaluation.conditions {
      for one in table.rates { add(one.rates, table.condition.rawValue, one.name) }
    }
    for positives in evaluation.casiaTruePositives {
      let rate = JSONText.number(positives.falsePositiveRate)
      add("casia-compat TPR@FPR=\(rate)", "", "", "", positives.truePositives)
    }
    lines += evaluation.keyPoints.map { Self.lines(of: $0, unit: evaluation.unit) } ?? []
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  private static func line(
    _ metric: String, _ condition: String, _ name: String, _ species: String, _ rate: Rate,
    _ unit: Presentation.Unit
  ) -> String {
    let share = rate.share.map { JSONText.number($0) } ?? ""
    return [
      metric, condition, field(name), field(species), "\(rate.count)", "\(rate.total)", share,
      JSONText.number(rate.interval.lower), JSONText.number(rate.interval.upper), unit.rawValue,
    ].joined(separator: ",")
  }

  /// Mean, median and 95th percentile of the errors of key points, with the captures that they are
  /// of; then the rates.
  private static func lines(
    of accuracy: KeyPointAccuracy, unit: Presentation.Unit
  ) -> [String] {
    [("bona fide", accuracy.bonaFide), ("attacks", accuracy.attacks)].flatMap { name, summary in
      guard let summary else { return [String]() }
      let found = summary.failures.total
      let errors = [
        ("mean", summary.mean), ("median", summary.median),
        ("95th percentile", summary.percentile95),
      ].map { figure, error in
        let share = error.map { JSONText.number($0) } ?? ""
        return "key-point error \(figure),,\(name),,,\(found),\(share),,,\(unit.rawValue)"
      }
      let missing = Rate(summary.notFound, of: found + summary.notFound)
      return errors + [
        line("key-point error above 10 %", "", name, "", summary.failures, unit),
        line("key points not found", "", name, "", missing, unit),
      ]
    }
  }

  /// The points of a DET curve: the threshold, both rates with their intervals, their probits, and
  /// the unit.
  static func tradeoff(
    _ tradeoff: DetectionErrorTradeoff, unit: Presentation.Unit
  ) -> String {
    let header =
      "threshold,apcer,apcer_lower,apcer_upper,bpcer,bpcer_lower,bpcer_upper,apcer_probit,"
      + "bpcer_probit,unit"
    let lines = tradeoff.points.map { point in
      let threshold = point.threshold.isFinite ? JSONText.number(point.threshold) : "-inf"
      let figures: [Double?] = [
        point.apcer.share, point.apcer.interval.lower, point.apcer.interval.upper,
        point.bpcer.share, point.bpcer.interval.lower, point.bpcer.interval.upper,
        point.apcerProbit, point.bpcerProbit,
      ]
      return ([threshold] + figures.map { JSONText.number($0) } + [unit.rawValue])
        .joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\r\n") + "\r\n"
  }

  /// A text as a field: in quotes where it has to be (RFC 4180).
  static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
