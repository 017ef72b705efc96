#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a probability lies on a line that is stretched towards its ends, where most of them lie:
/// at `ln(p / (1 − p))`, from 0.0001 to 0.9999.
enum LogOddsScale {
  private static let end = 0.0001

  /// The place of a probability, 0 to 1; what lies beyond an end is drawn there.
  static func place(of probability: Double) -> Double {
    let bounded = min(max(probability.isFinite ? probability : 0, end), 1 - end)
    let reach = log((1 - end) / end)
    return min(max((log(bounded / (1 - bounded)) / reach + 1) / 2, 0), 1)
  }

  /// The place of a probability as a CSS length.
  static func percent(of probability: Double) -> String { percent(place(of: probability)) }

  /// A place as a CSS length.
  static func percent(_ place: Double) -> String {
    JSONText.number(100 * place, decimals: 2) + "%"
  }
}
