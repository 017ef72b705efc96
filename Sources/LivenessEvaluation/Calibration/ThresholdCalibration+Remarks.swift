import Liveness

extension ThresholdCalibration {
  /// What the scores can and cannot show, in sentences for the person who relies on the rule.
  public var remarks: [String] {
    var remarks = [
      "The rates are those of the captures that the threshold was chosen on; expect somewhat "
        + "worse ones on others, and check them on captures that took no part in this."
    ]
    for count in rates.species {
      remarks.append(
        Self.remark(
          on: isBand ? count.acceptedOfAll : count.acceptedOfAnswered,
          name: count.name.isEmpty ? "attacks" : count.name, metric: "APCER", target: apcerTarget))
    }
    let refused =
      isBand
      ? Rate(rates.bonaFide.spoof, of: rates.bonaFide.total) : rates.bonaFide.rejectedOfAnswered
    remarks.append(
      Self.remark(on: refused, name: rates.bonaFide.name, metric: "BPCER", target: bpcerTarget))
    let all = rates.attacks.total + rates.bonaFide.total
    if subjects == 0 {
      remarks.append(
        "No subject is named: if several captures show one person, the intervals are too narrow.")
    } else if subjects * 3 <= all {
      remarks.append(
        "\(all) captures show \(subjects) \(subjects == 1 ? "person" : "people"): captures of one "
          + "person are alike, so that the true rates may lie outside of the intervals.")
    }
    return remarks
  }

  /// What lies between two thresholds is neither accepted nor refused, but was presented.
  private var isBand: Bool {
    if case .agreement = rule { true } else { false }
  }

  private var apcerTarget: Double? {
    switch target {
    case .apcer(let share), .both(let share, _): share
    case .bpcer, .equalError: nil
    }
  }

  private var bpcerTarget: Double? {
    switch target {
    case .bpcer(let share), .both(_, let share): share
    case .apcer, .equalError: nil
    }
  }

  private static func remark(
    on rate: Rate, name: String, metric: String, target: Double?
  ) -> String {
    guard rate.total > 0 else { return "\(name): none got an answer." }
    var remark: String
    if let limit = rate.ruleOfThree {
      remark =
        "\(name): no error in \(rate.total); \(Percent.text(limit)) is possible "
        + "(rule of three, 3/\(rate.total))."
    } else {
      remark =
        "\(name): \(rate.count) \(rate.count == 1 ? "error" : "errors") in \(rate.total); up to "
        + "\(Percent.text(rate.interval.upper)) is possible."
    }
    // Trials without an error show a target from above alone: an interval at 90 % leaves 5 % there.
    let bound = ConfidenceInterval(
      clopperPearson: rate.count, of: rate.total, confidence: 2 * Rate.confidence - 1
    ).upper
    if let target, bound > target {
      remark +=
        target == 0
        ? " No number of captures can show \(metric) to be 0."
        : " To show \(metric) of at most \(Percent.text(target)) takes "
          + "\(Rate.errorFreeTrials(toShow: target)) without an error, or more with some."
    }
    return remark
  }
}

/// Writes shares as percentages.
enum Percent {
  /// Two digits that matter, such as `5.0 %` or `0.020 %`, without going through a locale.
  static func text(_ share: Double) -> String {
    var unit = 1.0
    var decimals = 0
    while decimals < 8, abs(share) * 100 * unit < 9.95, share != 0 {
      unit *= 10
      decimals += 1
    }
    let scaled = Int((abs(share) * 100 * unit).rounded())
    guard decimals > 0 else { return "\(scaled) %" }
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals)) %"
  }
}
