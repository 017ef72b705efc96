import Liveness

/// How often presentations of one kind were taken for live, for attacks, or got no answer.
public struct DecisionCount: Sendable, Hashable {
  /// What they have in common: a species, a light, a group.
  public let name: String
  /// Taken for a living face.
  public private(set) var live: Int
  /// Taken for an attack.
  public private(set) var spoof: Int
  /// Without an answer: no face, a quality check, or a score between two thresholds.
  public private(set) var unanswered: Int

  init(_ name: String, live: Int = 0, spoof: Int = 0, unanswered: Int = 0) {
    self.name = name
    self.live = live
    self.spoof = spoof
    self.unanswered = unanswered
  }

  mutating func add(_ decision: LivenessDecision) {
    switch decision {
    case .live: live += 1
    case .spoof: spoof += 1
    case .undetermined: unanswered += 1
    }
  }

  /// All of them.
  public var total: Int { live + spoof + unanswered }

  /// Of those that got an answer, the share that was taken for live: APCER, where these are attacks.
  public var acceptedOfAnswered: Rate { Rate(live, of: live + spoof) }

  /// Of those that got an answer, the share that was taken for an attack: BPCER, where these are bona
  /// fide.
  public var rejectedOfAnswered: Rate { Rate(spoof, of: live + spoof) }

  /// The share without an answer: APNRR or BPNRR.
  public var nonResponse: Rate { Rate(unanswered, of: total) }

  /// Of all, the share that was taken for live, no answer counting as a refusal: APAR, where these
  /// are attacks.
  public var acceptedOfAll: Rate { Rate(live, of: total) }

  /// Of all, the share that was not taken for live, no answer counting as a refusal.
  public var refusedOfAll: Rate { Rate(total - live, of: total) }
}
