/// Which of a model's two outputs stands for a living face.
///
/// US 2019/0347823 A1, paragraphs 0145 and 0147: the modes live = 0, attack = 1 and live = 1,
/// attack = 0. A model file states it as the order of `output.classes` in its card.
public enum LabelMode: Int, Sendable, Hashable, CaseIterable {
  /// The first output is the living face's, the second the attack's.
  case liveIsZero = 0
  /// The first output is the attack's, the second the living face's.
  case liveIsOne = 1

  /// The names of the outputs in this order, as they stand in a card.
  public var classes: [String] {
    switch self {
    case .liveIsZero: ["live", "spoof"]
    case .liveIsOne: ["spoof", "live"]
    }
  }

  /// The mode with these names; `nil` where they are not the two.
  public init?(classes: [String]) {
    guard let mode = Self.allCases.first(where: { $0.classes == classes }) else { return nil }
    self = mode
  }
}
