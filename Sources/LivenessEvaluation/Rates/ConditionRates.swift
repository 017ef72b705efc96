public import Liveness

/// The rates of presentations that have a condition in common: a light, a material, a camera, a group.
public struct ConditionRates: Sendable {
  /// A property of a presentation that rates are broken down by.
  public enum Condition: String, Sendable, Hashable, CaseIterable {
    /// The light it was taken in.
    case illumination
    /// What the attack instrument is made of.
    case material
    /// The attack potential of the species.
    case level
    /// The camera.
    case camera
    /// The group of people.
    case group

    /// What a presentation has there; empty where it is unknown.
    public func name(of presentation: Presentation) -> String {
      switch self {
      case .illumination: presentation.illumination
      case .material: presentation.material
      case .level: presentation.level
      case .camera: presentation.camera
      case .group: presentation.group
      }
    }
  }

  /// The condition's name, such as `back`.
  public let name: String
  /// The rates under it.
  public let rates: ErrorRates

  /// The rates under each name of a condition that occurs, in the order of the names; a presentation
  /// of which it is unknown counts nowhere.
  public static func by(
    _ condition: Condition, _ presentations: [Presentation], rule: DecisionRule
  ) -> [ConditionRates] {
    Dictionary(grouping: presentations) { condition.name(of: $0) }
      .filter { !$0.key.isEmpty }
      .map { ConditionRates(name: $0.key, rates: ErrorRates($0.value, rule: rule)) }
      .sorted { $0.name < $1.name }
  }
}

/// The rates under every name of one condition.
public struct ConditionTable: Sendable {
  /// The condition.
  public let condition: ConditionRates.Condition
  /// The rates under each name that occurs, in the order of the names.
  public let rates: [ConditionRates]

  init(
    _ condition: ConditionRates.Condition, _ presentations: [Presentation], rule: DecisionRule
  ) {
    self.condition = condition
    rates = ConditionRates.by(condition, presentations, rule: rule)
  }
}

/// How far the BPCER of groups lies apart.
public struct GroupSpread: Sendable, Hashable {
  /// The group with the smallest BPCER.
  public let least: DecisionCount
  /// The group with the largest BPCER.
  public let greatest: DecisionCount

  /// Compares groups; `nil` where fewer than two have a BPCER.
  public init?(_ groups: [ConditionRates]) {
    let counts = groups.map { group in
      DecisionCount(group.name, like: group.rates.bonaFide)
    }.filter { $0.rejectedOfAnswered.total > 0 }
    func share(_ count: DecisionCount) -> Double { count.rejectedOfAnswered.share ?? 0 }
    guard counts.count > 1, let least = counts.min(by: { share($0) < share($1) }),
      let greatest = counts.max(by: { share($0) < share($1) })
    else { return nil }
    self.least = least
    self.greatest = greatest
  }

  /// The largest BPCER over the smallest; infinite where only the smallest is 0, 1 where both are.
  public var ratio: Double {
    let least = least.rejectedOfAnswered.share ?? 0
    let greatest = greatest.rejectedOfAnswered.share ?? 0
    if greatest == least { return 1 }
    return greatest / least
  }
}

extension DecisionCount {
  /// The same counts under another name.
  fileprivate init(_ name: String, like other: DecisionCount) {
    self.init(name, live: other.live, spoof: other.spoof, unanswered: other.unanswered)
  }
}
