import LivenessEvaluation

/// Rates in rows, each with its count and its interval, aligned for a terminal.
struct RateTable {
  /// A row: what was counted, and the rate; or a figure with an interval of its own.
  struct Row {
    let name: String
    let rate: Rate
  }

  private var rows: [Row] = []

  /// An empty table.
  init() {}

  /// Adds a row.
  mutating func add(_ name: String, _ rate: Rate) {
    rows.append(Row(name: PlainText.visible(name), rate: rate))
  }

  /// The table, with its header dimmed.
  func text(style: TerminalStyle) -> String {
    let width = max(24, rows.map { PlainText.columns($0.name) }.max() ?? 0)
    var text = style(Self.line("", "ERRORS", "OF", "RATE", "95 % INTERVAL", width: width), .dim)
    for row in rows {
      text +=
        "\n"
        + Self.line(
          row.name, "\(row.rate.count)", "\(row.rate.total)", RateText.percent(row.rate.share),
          row.rate.total > 0 ? RateText.interval(row.rate.interval) : NumberText.none, width: width)
    }
    return text + "\n"
  }

  private static func line(
    _ name: String, _ count: String, _ total: String, _ share: String, _ interval: String,
    width: Int
  ) -> String {
    [
      PlainText.padded(name, to: width), PlainText.padded(count, to: 7, right: true),
      PlainText.padded(total, to: 7, right: true), PlainText.padded(share, to: 9, right: true),
      PlainText.padded(interval, to: 18, right: true),
    ].joined(separator: " ")
  }
}

extension RateTable {
  /// The rates of ISO/IEC 30107-3: BPCER, APCER by species and pooled, the non-responses where there
  /// are any, and IAPAR where a matcher was asked.
  init(_ rates: ErrorRates) {
    self.init()
    add("BPCER", rates.bonaFide.rejectedOfAnswered)
    for count in rates.species { add("APCER " + Self.name(of: count), count.acceptedOfAnswered) }
    if rates.species.count > 1 { add("APCER, pooled", rates.attacks.acceptedOfAnswered) }
    if rates.bonaFide.unanswered > 0 {
      add("BPNRR", rates.bonaFide.nonResponse)
      add("refused or no answer", rates.bonaFide.refusedOfAll)
    }
    for count in rates.species where count.unanswered > 0 {
      add("APNRR " + Self.name(of: count), count.nonResponse)
      add("APAR " + Self.name(of: count), count.acceptedOfAll)
    }
    for count in rates.species {
      if let rate = count.acceptedByWholeSystem { add("IAPAR " + Self.name(of: count), rate) }
    }
    if rates.species.count > 1, let rate = rates.attacks.acceptedByWholeSystem {
      add("IAPAR, pooled", rate)
    }
  }

  /// The name of a species, or what stands for one that is unknown.
  static func name(of count: DecisionCount) -> String {
    count.name.isEmpty ? "(unknown species)" : count.name
  }
}
