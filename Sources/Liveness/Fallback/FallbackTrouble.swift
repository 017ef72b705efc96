/// Why somebody did not answer.
public enum FallbackTrouble: Error, Sendable, Hashable {
  /// It did not answer in time.
  case timedOut(after: Duration)
  /// It threw an error.
  case failed(String)
  /// Its answer makes no sense.
  case malformed(String)
  /// It failed so often that it is left alone for a while.
  case leftAlone
  /// The budget is spent.
  case budgetSpent
  /// As many calls as may run at once are running.
  case overloaded
  /// The policy does not ask about such an answer.
  case notAsked
}

extension FallbackTrouble: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .timedOut(let duration): "expected an answer within \(duration), found none"
    case .failed(let message): "it failed: \(message)"
    case .malformed(let flaw): "its answer makes no sense: \(flaw)"
    case .leftAlone: "it failed too often and is left alone for a while"
    case .budgetSpent: "the budget for its calls is spent"
    case .overloaded: "too many of its calls are running"
    case .notAsked: "the policy does not ask about such an answer"
    }
  }
}
