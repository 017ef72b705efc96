import Liveness

/// The outcome in one word.
enum OutcomeWord: String, Sendable, Hashable, CaseIterable {
  case live
  case spoof
  case undetermined
  case unreadable

  /// The word for a decision.
  init(_ decision: LivenessDecision) {
    switch decision {
    case .live: self = .live
    case .spoof: self = .spoof
    case .undetermined: self = .undetermined
    }
  }

  /// How it looks in a table.
  var emphasis: TerminalStyle.Emphasis {
    switch self {
    case .live: .green
    case .spoof: .red
    case .undetermined: .yellow
    case .unreadable: .magenta
    }
  }
}
