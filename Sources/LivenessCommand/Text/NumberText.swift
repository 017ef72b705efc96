/// Writes numbers for people.
enum NumberText {
  /// What stands for a number that is not there.
  static let none = "–"

  /// A number with exactly so many decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return none }
    let unit = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let scaled = Int64((abs(value) * Double(unit)).rounded())
    let sign = value < 0 && scaled > 0 ? "−" : ""
    let whole = sign + String(scaled / Int64(unit))
    guard decimals > 0 else { return whole }
    let fraction = String(scaled % Int64(unit))
    return whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// A probability with four decimals; what is not quite 0 or 1 never reads as if it were.
  static func probability(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    if value > 0, value < 0.0001 { return "<0.0001" }
    if value < 1, value > 0.9999 { return ">0.9999" }
    return fixed(value, decimals: 4)
  }

  /// A share as a percentage.
  static func percent(_ share: Double) -> String {
    fixed(100 * share, decimals: share > 0 && share < 0.1 ? 1 : 0) + " %"
  }

  /// Whole numbers in groups of three digits: `1 234 567`.
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "−" : "") + groups.joined(separator: "\u{202F}")
  }

  /// A count with its noun: `1 capture`, `2 captures`.
  static func count(_ value: Int, _ noun: String) -> String {
    "\(value) \(noun)\(value == 1 ? "" : "s")"
  }
}
