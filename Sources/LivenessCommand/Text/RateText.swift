import Liveness
import LivenessEvaluation

/// Writes rates with their intervals, for people and as JSON.
enum RateText {
  /// A share as a percentage, with two decimals.
  static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return NumberText.none }
    return NumberText.fixed(100 * share, decimals: 2) + " %"
  }

  /// An interval as percentages: `1.52 to 3.08 %`.
  static func interval(_ interval: ConfidenceInterval?) -> String {
    guard let interval else { return NumberText.none }
    return NumberText.fixed(100 * interval.lower, decimals: 2) + " to "
      + percent(interval.upper)
  }

  /// A rate as a JSON object.
  static func json(_ rate: Rate) -> String {
    JSONText.object([
      (key: "count", value: String(rate.count)), (key: "total", value: String(rate.total)),
      (key: "share", value: JSONText.number(rate.share)),
      (key: "interval", value: json(rate.interval)),
    ])
  }

  /// An interval as a JSON array; `null` for none.
  static func json(_ interval: ConfidenceInterval?) -> String {
    guard let interval else { return "null" }
    return JSONText.array([interval.lower, interval.upper].map(JSONText.number))
  }

  /// A rule as a JSON object of its thresholds.
  static func json(_ rule: DecisionRule) -> String {
    switch rule {
    case .liveAbove(let live):
      JSONText.object([(key: "live_above", value: JSONText.number(live))])
    case .spoofAbove(let spoof):
      JSONText.object([(key: "spoof_above", value: JSONText.number(spoof))])
    case .agreement(let live, let spoof):
      JSONText.object([
        (key: "live_above", value: JSONText.number(live)),
        (key: "spoof_above", value: JSONText.number(spoof)),
      ])
    }
  }
}
