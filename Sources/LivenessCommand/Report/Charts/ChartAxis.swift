/// One axis of a chart: what it shows, and where its labels stand.
struct ChartAxis: Sendable, Hashable {
  /// A label at a place from 0 (the start of the axis) to 1 (its end).
  struct Tick: Sendable, Hashable {
    let place: Double
    let label: String
  }

  /// What the axis shows, with its unit.
  let title: String
  /// The labels in order.
  let ticks: [Tick]

  /// Labels a linear scale of shares from 0 to the given end in percent, at four to eight round
  /// steps.
  static func percent(_ title: String, to end: Double) -> ChartAxis {
    let step = roundStep(atLeast: end / 6)
    let count = Int((end / step + 1e-9).rounded(.down))
    let ticks = (0...count).map { index in
      let share = Double(index) * step
      return Tick(place: share / end, label: JSONText.number(100 * share, decimals: 3))
    }
    return ChartAxis(title: title, ticks: ticks)
  }

  /// The end of a linear scale of shares that holds the given one: a round number of steps, at most
  /// 1.
  static func end(holding share: Double) -> Double {
    let share = min(max(share.isFinite ? share : 1, 0.001), 1)
    let step = roundStep(atLeast: share / 6)
    return min((share / step - 1e-9).rounded(.up) * step, 1)
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below a value.
  static func roundStep(atLeast value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value * (1 - 1e-9) } ?? 10 * power
  }
}
