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
  /// Those of which a matcher said whether they are the person they were presented as.
  public private(set) var compared = 0
  /// Those of them that matched and were taken for live.
  public private(set) var liveAndMatched = 0

  init(_ name: String, live: Int = 0, spoof: Int = 0, unanswered: Int = 0) {
    self.name = name
    self.live = live
    self.spoof = spoof
    self.unanswered = unanswered
  }

  mutating func add(_ decision: LivenessDecision, matched: Bool?) {
    switch decision {
    case .live: live += 1
    case .spoof: spoof += 1
    case .undetermined: unanswered += 1
    }
    guard let matched else { return }
    compared += 1
    if matched && decision == .live { liveAndMatched += 1 }
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

  /// Of those that were compared with a person, the share that the whole system accepts, which takes
  /// `live` and a match: IAPAR, where these are attacks; `nil` where none was compared.
  ///
  /// No answer counts as a refusal. Earlier texts call it IAPMR.
  public var acceptedByWholeSystem: Rate? {
    compared > 0 ? Rate(liveAndMatched, of: compared) : nil
  }

  /// Of all, the share that was not taken for live, no answer counting as a refusal.
  public var refusedOfAll: Rate { Rate(total - live, of: total) }
}
