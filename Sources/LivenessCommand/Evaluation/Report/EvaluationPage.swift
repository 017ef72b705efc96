import Liveness
import LivenessEvaluation

/// The evaluation as a self-contained page: figures, curves, bars, operating points, mistakes.
struct EvaluationPage {
  let evaluation: Evaluation
  let dataset: JudgedDataset
  /// The presentations that were evaluated.
  let presentations: [Presentation]
  let split: String?
  /// Seconds since 1970.
  let date: Int

  /// Everything up to the mistakes.
  var head: String {
    ReportPage.head(title: "Liveness evaluation", style: EvaluationStyle.sheet)
      + header + headline + remarks + charts + points
  }

  private var header: String {
    let unreadable = dataset.unreadable.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let rates = evaluation.rates
    let facts: [(String, String)] =
      [
        ("Evaluated", TimeText.utc(date)), ("Model", dataset.model ?? NumberText.none),
        ("Rule", evaluation.rule.description),
        ("Presentations", "\(rates.bonaFide.total) bona fide, \(rates.attacks.total) attacks"),
      ] + (split.map { [("Split", $0)] } ?? [])
      + (unreadable.isEmpty ? [] : [("Unreadable", unreadable.joined(separator: ", "))])
    let rows = facts.map { "<div><dt>\($0.0)</dt><dd>\(HTMLText.escape($0.1))</dd></div>" }
    return """
      <header class="page">
      <h1>Liveness evaluation</h1>
      <dl>
      \(rows.joined(separator: "\n"))
      </dl>
      </header>

      """
  }

  private var headline: String {
    let rates = evaluation.rates
    var figures: [(String, String, String)] = [
      (
        "BPCER", RateText.percent(rates.bonaFide.rejectedOfAnswered.share),
        Self.note(rates.bonaFide.rejectedOfAnswered)
      )
    ]
    if let worst = rates.worst {
      figures.append(
        (
          "APCER, worst species", RateText.percent(worst.acceptedOfAnswered.share),
          "\(RateTable.name(of: worst)): \(Self.note(worst.acceptedOfAnswered))"
        ))
    }
    figures.append(
      (
        "ACER", RateText.percent(rates.worstSpeciesACER),
        "worst species; \(RateText.percent(rates.pooledACER)) pooled"
      ))
    if let error = evaluation.halfTotalError {
      figures.append(
        ("HTER", RateText.percent(error.rate), "at the development split’s threshold"))
    }
    if let curve = evaluation.figures {
      figures.append(
        (
          "EER", RateText.percent(curve.equalErrorRate.value),
          RateText.interval(curve.equalErrorRate.interval)
        ))
      figures.append(
        (
          "AUC", RateText.percent(curve.areaUnderCurve.value),
          RateText.interval(curve.areaUnderCurve.interval)
        ))
    }
    let cells = figures.map { name, value, note in
      "<div><dt>\(name)</dt><dd>\(value)<span>\(HTMLText.escape(note))</span></dd></div>"
    }
    return "<dl class=\"headline\">\(cells.joined(separator: "\n"))</dl>\n"
  }

  private static func note(_ rate: Rate) -> String {
    "\(rate.count) of \(rate.total), \(RateText.interval(rate.interval))"
  }

  private var remarks: String {
    guard !evaluation.remarks.isEmpty else { return "" }
    let items = evaluation.remarks.map { "<li>\(HTMLText.escape($0))</li>" }
    return "<ul class=\"remarks\">\(items.joined())</ul>\n"
  }

  private var charts: String {
    var charts: [String] = []
    if let figures = evaluation.figures {
      charts.append(
        TradeoffChart(
          tradeoff: DetectionErrorTradeoff(figures.curve), rates: evaluation.rates,
          equalErrorRate: figures.equalErrorRate.value
        ).html)
    }
    charts.append(
      ScoreHistogram(
        bonaFide: scores(.bonaFide), attacks: scores(.attack), rule: evaluation.rule
      ).html)
    charts.append(
      IntervalChart(
        title: "Errors by species", note: "BPCER, and APCER of each species",
        rows: Self.rows(evaluation.rates)
      ).html)
    for table in evaluation.conditions {
      charts.append(
        IntervalChart(
          title: "Errors by \(table.condition.rawValue)", note: "BPCER and pooled APCER",
          rows: table.rates.flatMap(Self.rows)
        ).html)
    }
    return "<section class=\"charts\">\n\(charts.joined(separator: "\n"))\n</section>\n"
  }

  private func scores(_ label: Presentation.Label) -> [Double] {
    presentations.filter { $0.label == label }.compactMap(\.score)
  }

  private static func rows(_ rates: ErrorRates) -> [IntervalChart.Row] {
    [
      IntervalChart.Row(
        name: "bona fide", rate: rates.bonaFide.rejectedOfAnswered, tone: "live")
    ]
      + rates.species.map { count in
        IntervalChart.Row(
          name: RateTable.name(of: count), rate: count.acceptedOfAnswered, tone: "spoof")
      }
  }

  private static func rows(_ condition: ConditionRates) -> [IntervalChart.Row] {
    let rates = condition.rates
    var rows: [IntervalChart.Row] = []
    if rates.bonaFide.total > 0 {
      rows.append(
        IntervalChart.Row(
          name: condition.name + ", bona fide", rate: rates.bonaFide.rejectedOfAnswered,
          tone: "live"))
    }
    if rates.attacks.total > 0 {
      rows.append(
        IntervalChart.Row(
          name: condition.name + ", attacks", rate: rates.attacks.acceptedOfAnswered, tone: "spoof")
      )
    }
    return rows
  }

  private var points: String {
    guard !evaluation.operatingPoints.isEmpty else { return "" }
    let rows = evaluation.operatingPoints.map { point in
      let (bpcer, worst) = (point.rates.bonaFide.rejectedOfAnswered, point.rates.worst)
      return """
        <tr><td>\(point.name)</td>\
        <td class="figure">\(NumberText.fixed(point.rule.liveThreshold, decimals: 6))</td>\
        <td class="figure">\(RateText.percent(bpcer.share))</td>\
        <td class="figure worse">\(RateText.interval(bpcer.interval))</td>\
        <td class="figure">\(RateText.percent(worst?.acceptedOfAnswered.share))</td>\
        <td class="figure worse">\(RateText.interval(worst?.acceptedOfAnswered.interval))</td>\
        <td>\(worst.map { HTMLText.escape(RateTable.name(of: $0)) } ?? "")</td></tr>
        """
    }
    return """
      <h2 class="chapter">Operating points</h2>
      <table class="list"><thead><tr><th>Name</th><th class="figure">p(live) above</th>\
      <th class="figure">BPCER</th><th class="figure worse">95 %</th>\
      <th class="figure">worst APCER</th><th class="figure worse">95 %</th><th>Species</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>

      """
  }

  /// The footer.
  static var foot: String {
    ReportPage.foot(
      """
      BPCER: bona fide presentations taken for attacks, of those that got an answer. APCER: attacks \
      of a species taken for live, of those that got an answer. Intervals are those of Clopper and \
      Pearson at 95 %; those of EER and AUC come from drawing subjects with replacement.
      """)
  }
}
