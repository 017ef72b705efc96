/// An answer, and whose it is.
public struct SecondOpinionResult: Sendable {
  /// Whose answer it is.
  public enum Origin: Sendable, Hashable {
    /// The own system's.
    case local
    /// The channel's, by its name.
    case fallback(String)
    /// Nobody's: the own system failed, and there is no second opinion.
    case nobody
  }

  /// The answer.
  public let decision: LivenessDecision
  /// The probability of a living face, where the origin gave one.
  public let liveProbability: Double?
  /// Whose answer it is.
  public let origin: Origin
  /// What the own system answered, `undetermined` without a reason for a subject that it could not judge;
  /// `nil` where it failed or was left alone.
  public let local: LocalAnswer?
  /// How the own system failed; `nil` where it answered.
  public let localTrouble: FallbackTrouble?
  /// Why there is no second opinion; `nil` where there is one, or none was needed.
  public let fallbackTrouble: FallbackTrouble?
}
