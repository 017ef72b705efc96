import Liveness
import LivenessEvaluation

/// An evaluation as one self-contained HTML page.
struct EvaluationPage {
  let evaluation: Evaluation
  let dataset: JudgedDataset
  /// The presentations that were evaluated.
  let presentations: [Presentation]
  let split: String?
  /// Where the data set was read from.
  let source: String
  /// The worst mistakes, with their pictures.
  let mistakes: [Mistake]
  /// Seconds since 1970.
  let date: Int

  /// The page.
  var html: String {
    ReportPage.head(title: "Liveness evaluation", style: EvaluationStyle.sheet) + header
      + headline + remarks + charts + species + points + conditions + silent + keyPoints + drift
      + errors + foot
  }

  private var header: String {
    var facts = [
      ("Data set", source + (split.map { ", split \($0)" } ?? "")),
      ("Model", dataset.model ?? NumberText.none),
      ("Rule", "\(rule)\(ruleSource)"),
      (
        PlainText.capitalized("\(evaluation.unit.rawValue)s"),
        "\(NumberText.grouped(evaluation.rates.bonaFide.total)) bona fide, "
          + "\(NumberText.grouped(evaluation.rates.attacks.total)) attacks"
      ),
    ]
    facts.append(("Unit", evaluation.unit.rawValue))
    if let figures = evaluation.figures {
      facts.append(("Subjects", NumberText.grouped(figures.people)))
    }
    let rows = facts.map { "<div><dt>\($0.0)</dt><dd>\(HTMLText.escape($0.1))</dd></div>" }
    return """
      <header class="page">
      <h1>Liveness evaluation</h1>
      <p><time>\(TimeText.utc(date))</time></p>
      <dl>\(rows.joined())</dl>
      </header>

      """
  }

  /// The rule with thresholds that are short enough to read.
  private var rule: String {
    func text(_ threshold: Double) -> String {
      threshold.isFinite ? JSONText.number(threshold, decimals: 6) : "−∞"
    }
    switch evaluation.rule {
    case .liveAbove(let threshold): return "live if p(live) > \(text(threshold)), else a spoof"
    case .spoofAbove(let threshold): return "a spoof if p(spoof) > \(text(threshold)), else live"
    case .agreement(let live, let spoof):
      return "live if p(live) > \(text(live)) and p(spoof) ≤ \(text(spoof)), a spoof if neither, "
        + "else undetermined"
    }
  }

  private var ruleSource: String {
    switch evaluation.ruleSource {
    case .given: ", as given"
    case .model: ", the model’s own"
    case .development: ", equal errors on the development split"
    case .evaluated: ", equal errors on these very presentations"
    }
  }

  private var headline: String {
    let rates = evaluation.rates
    var items: [(value: String, name: String, interval: String, tone: String)] = []
    func add(_ rate: Rate, _ name: String, _ tone: String) {
      guard rate.total > 0 else { return }
      items.append((RateText.percent(rate.share), name, RateText.interval(rate.interval), tone))
    }
    add(rates.bonaFide.rejectedOfAnswered, "BPCER: bona fide taken for attacks", "live")
    if let worst = rates.worst {
      let name = RateTable.name(of: worst)
      add(worst.acceptedOfAnswered, "APCER of the worst species, \(name)", "spoof")
    }
    if let acer = rates.worstSpeciesACER {
      items.append(
        (
          RateText.percent(acer), "ACER, worst species",
          "pooled \(RateText.percent(rates.pooledACER))", ""
        ))
    }
    if let error = evaluation.halfTotalError {
      items.append(
        (
          RateText.percent(error.rate), "HTER",
          "at \(NumberText.fixed(error.threshold, decimals: 5)) of the development split", ""
        ))
    }
    if let figures = evaluation.figures {
      items.append(
        (
          RateText.percent(figures.equalErrorRate.value), "Equal error rate",
          RateText.interval(figures.equalErrorRate.interval), ""
        ))
      items.append(
        (
          NumberText.fixed(figures.areaUnderCurve.value, decimals: 4), "Area under the ROC curve",
          figures.areaUnderCurve.interval.map {
            NumberText.fixed($0.lower, decimals: 4) + " to "
              + NumberText.fixed($0.upper, decimals: 4)
          } ?? NumberText.none, ""
        ))
    }
    let unanswered = rates.bonaFide.unanswered + rates.attacks.unanswered
    add(
      Rate(unanswered, of: rates.bonaFide.total + rates.attacks.total), "No answer", "undetermined")
    let list = items.map { item in
      "<li class=\"\(item.tone)\"><b>\(item.value)</b>\(HTMLText.escape(item.name))"
        + "<small>\(item.interval)</small></li>"
    }
    return """
      <section aria-label="Headline rates"><ul class="counts">\(list.joined())</ul>
      <p class="fine">Below each rate stands its 95 % interval: of Clopper and Pearson for shares, by \
      drawing subjects for figures of the curve.</p></section>

      """
  }

  private var remarks: String {
    guard !evaluation.remarks.isEmpty else { return "" }
    let items = evaluation.remarks.map { "<li>\(HTMLText.escape($0))</li>" }
    return EvaluationPage.section("To keep in mind", "<ul class=\"remarks\">\(items.joined())</ul>")
  }

  private var charts: String {
    guard let figures = evaluation.figures else { return "" }
    let histogram = ScoreHistogram(
      bonaFide: presentations.compactMap { $0.label == .bonaFide ? $0.score : nil },
      attacks: presentations.compactMap { $0.label == .attack ? $0.score : nil },
      threshold: evaluation.rule.liveThreshold)
    return EvaluationPage.section(
      "Curve and scores",
      """
      <div class="charts">
      <figure>\(TradeoffChart(figures.curve, marks: marks).svg)
      <figcaption>DET curve on probit axes. The band holds the 95 % interval of either rate at each \
      threshold; numbers are those of the operating points below.</figcaption></figure>
      <figure>\(histogram.svg)
      <figcaption>Scores back to back, each class as shares of its own.</figcaption></figure>
      </div>
      """)
  }

  /// The rule and the operating points, numbered as in their table.
  private var marks: [TradeoffChart.Mark] {
    numbered.enumerated().compactMap { index, point in
      guard let apcer = point.rates.attacks.acceptedOfAnswered.share,
        let bpcer = point.rates.bonaFide.rejectedOfAnswered.share
      else { return nil }
      return TradeoffChart.Mark(
        number: index + 1, name: point.name,
        errors: TradeoffChart.Point(apcer: apcer, bpcer: bpcer))
    }
  }

  private var numbered: [(name: String, threshold: Double, rates: ErrorRates)] {
    [("this evaluation’s rule", evaluation.rule.liveThreshold, evaluation.rates)]
      + evaluation.operatingPoints.map { ($0.name, $0.rule.liveThreshold, $0.rates) }
  }

  private var species: String {
    let rates = evaluation.rates
    var rows: [RateBars.Row] = []
    if rates.bonaFide.total > 0 {
      rows.append(
        RateBars.Row(
          name: "bona fide, BPCER", rate: rates.bonaFide.rejectedOfAnswered, isBonaFide: true,
          other: rates.bonaFide.nonResponse))
    }
    rows += rates.species.map { count in
      RateBars.Row(
        name: RateTable.name(of: count), rate: count.acceptedOfAnswered, isBonaFide: false,
        other: count.nonResponse)
    }
    if rates.species.count > 1 {
      rows.append(
        RateBars.Row(
          name: "all attacks, pooled", rate: rates.attacks.acceptedOfAnswered, isBonaFide: false,
          other: rates.attacks.nonResponse))
    }
    return EvaluationPage.section(
      "Errors by species",
      RateBars(
        caption: "APCER of each species and BPCER at the rule, with 95 % intervals.",
        subject: "Presented", otherName: "No answer", rows: rows
      ).html)
  }

  private var conditions: String {
    evaluation.conditions.map { table in
      let condition = table.condition
      let rows = table.rates.flatMap { one -> [RateBars.Row] in
        var rows: [RateBars.Row] = []
        if one.rates.bonaFide.total > 0 {
          rows.append(
            RateBars.Row(
              name: "\(one.name), BPCER", rate: one.rates.bonaFide.rejectedOfAnswered,
              isBonaFide: true, other: one.rates.bonaFide.nonResponse))
        }
        if one.rates.attacks.total > 0 {
          rows.append(
            RateBars.Row(
              name: "\(one.name), APCER pooled", rate: one.rates.attacks.acceptedOfAnswered,
              isBonaFide: false, other: one.rates.attacks.nonResponse))
        }
        return rows
      }
      return EvaluationPage.section(
        "Errors by \(condition.rawValue)",
        RateBars(
          caption: "BPCER, and APCER of all attacks, at the rule, with 95 % intervals.",
          subject: PlainText.capitalized(condition.rawValue), otherName: "No answer", rows: rows
        ).html)
    }.joined()
  }

  private var points: String {
    guard evaluation.figures != nil else { return "" }
    let rows = numbered.enumerated().map { index, point in
      let worst = point.rates.worst
      let bpcer = point.rates.bonaFide.rejectedOfAnswered
      return """
        <tr><td class="number"><i>\(index + 1)</i></td>\
        <th scope="row">\(HTMLText.escape(point.name))</th>\
        <td class="figure">\(EvaluationPage.threshold(point.threshold))</td>\
        <td class="figure">\(RateText.percent(bpcer.share))\
        <small>\(RateText.interval(bpcer.interval))</small></td>\
        <td class="figure">\(RateText.percent(worst?.acceptedOfAnswered.share))\
        <small>\(HTMLText.escape(worst.map { RateTable.name(of: $0) } ?? ""))</small></td>\
        <td class="figure other">\
        \(RateText.percent(point.rates.attacks.acceptedOfAnswered.share))</td></tr>
        """
    }
    return EvaluationPage.section(
      "Operating points",
      """
      <table class="rates points"><caption>Thresholds that systems are compared at. All but the first \
      were found on these very presentations.</caption>
      <thead><tr><th scope="col"></th><th scope="col">Point</th>\
      <th scope="col" class="figure">Threshold</th><th scope="col" class="figure">BPCER</th>\
      <th scope="col" class="figure">APCER, worst species</th>\
      <th scope="col" class="figure other">APCER, pooled</th></tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table>
      """)
  }

  private static func threshold(_ value: Double) -> String {
    value.isFinite ? NumberText.fixed(value, decimals: 5) : "none"
  }

  /// What got no answer, by reason, and what could not be read.
  private var silent: String {
    var counts: [String: (bonaFide: Int, attacks: Int)] = [:]
    for presentation in presentations {
      guard case .none(let reasons) = presentation.response else { continue }
      for reason in reasons.split(separator: " ") {
        let isAttack = presentation.label == .attack
        counts[String(reason), default: (0, 0)].bonaFide += isAttack ? 0 : 1
        counts[String(reason), default: (0, 0)].attacks += isAttack ? 1 : 0
      }
    }
    guard !counts.isEmpty || !dataset.unreadable.isEmpty else { return "" }
    let rows = counts.sorted { $0.key < $1.key }.map { code, count in
      """
      <tr><th scope="row"><code>\(HTMLText.escape(code))</code></th>\
      <td>\(HTMLText.escape(LivenessReason(rawValue: code)?.sentence ?? ""))</td>\
      <td class="figure">\(count.bonaFide)</td><td class="figure">\(count.attacks)</td></tr>
      """
    }
    let unread = dataset.unreadable.sorted { $0.key < $1.key }.map { code, count in
      """
      <tr><th scope="row"><code>\(HTMLText.escape(code))</code></th>\
      <td>The capture could not be read; it counts nowhere.</td>\
      <td class="figure" colspan="2">\(count)</td></tr>
      """
    }
    return EvaluationPage.section(
      "Without an answer",
      """
      <table class="rates"><caption>Presentations by the reason that there was no answer; one may \
      have several.</caption>
      <thead><tr><th scope="col">Reason</th><th scope="col"></th>\
      <th scope="col" class="figure">Bona fide</th><th scope="col" class="figure">Attacks</th></tr>\
      </thead><tbody>\((rows + unread).joined(separator: "\n"))</tbody></table>
      """)
  }

  private var keyPoints: String {
    evaluation.keyPoints.map {
      EvaluationPage.section("Key points", KeyPointTable(accuracy: $0).html)
    } ?? ""
  }

  private var drift: String {
    evaluation.drift.map {
      EvaluationPage.section("Unlike the training", DriftTable(drift: $0).html)
    } ?? ""
  }

  private var errors: String {
    let cards = mistakes.enumerated().map { MistakeCard(number: $0 + 1, mistake: $1).html }
    let body =
      cards.isEmpty
      ? "<p>Nothing was decided wrongly.</p>" : "<div class=\"mistakes\">\(cards.joined())</div>"
    return EvaluationPage.section("Worst mistakes", body)
  }

  private var foot: String {
    ReportPage.foot(
      """
      A presentation is live when its score lies above the threshold. APCER and BPCER leave \
      out presentations without an answer, as ISO/IEC 30107-3 has it. Metric depth colours span \
      \(NumberText.fixed(1000 * DepthColors.span, decimals: 0)) mm from the nearest part of the \
      face; hatched pixels have no depth. Data set \
      \(HTMLText.escape(String(dataset.digest.prefix(16)))), \
      \(NumberText.count(dataset.rows, "row")).
      """)
  }

  private static func section(_ title: String, _ body: String) -> String {
    "<section class=\"part\"><h2>\(HTMLText.escape(title))</h2>\n\(body)\n</section>\n"
  }
}

extension TradeoffChart {
  /// The curve of an evaluation, with as many corners as can be told apart.
  init(_ curve: ErrorCurve, marks: [Mark]) {
    steps = DetectionErrorTradeoff(curve, atMost: 240).points.map { point in
      Step(
        errors: Point(apcer: point.apcer.share ?? 0, bpcer: point.bpcer.share ?? 0),
        lower: Point(apcer: point.apcer.interval.lower, bpcer: point.bpcer.interval.lower),
        upper: Point(apcer: point.apcer.interval.upper, bpcer: point.bpcer.interval.upper))
    }
    self.marks = marks
    smallest = 0.5 / Double(max(curve.attackCount, curve.bonaFideCount))
  }
}
