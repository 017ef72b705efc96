/// Whether there are enough presentations to speak of a small rate at all.
public enum Resolution: Sendable, Hashable {
  /// At least three times as many as the rate needs for one expected error.
  case sufficient
  /// One expected error or more, but fewer than three.
  case coarse(advised: Int)
  /// Not even one error is expected at this rate: a figure would be made up.
  case insufficient(needed: Int)

  /// Compares a number of presentations with `1 / rate`.
  public init(rate: Double, presentations: Int) {
    precondition(rate > 0 && rate <= 1, "a rate lies above 0 and at most at 1, not at \(rate)")
    // The quotient of a decimal fraction may end up a little above the integer that is meant.
    let needed = Int((1 / rate * (1 - 1e-12)).rounded(.up))
    if presentations < needed {
      self = .insufficient(needed: needed)
    } else if presentations < 3 * needed {
      self = .coarse(advised: 3 * needed)
    } else {
      self = .sufficient
    }
  }
}
