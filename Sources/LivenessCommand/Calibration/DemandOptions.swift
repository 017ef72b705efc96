import ArgumentParser
import Liveness

/// What an operating point demands of a capture beside its threshold.
struct DemandOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The larger side of a face box must have at least so many pixels.", valueName: "pixels"))
  var minimumFace: Double?

  @Flag(help: "A capture without an image has no answer, instead of one by depth alone.")
  var requireImage = false

  @Option(
    help: ArgumentHelp(
      "What follows from the shape of a face: \(GeometricGateRule.spellings).", valueName: "rule"),
    transform: GeometricGateRule.init(named:))
  var geometry: GeometricGateRule?

  @Option(
    help: ArgumentHelp(
      "A decision that takes longer is not live.", valueName: "milliseconds"))
  var latencyBudget: Double?

  @Option(
    help: ArgumentHelp(
      "Which of several faces is judged: \(FaceChoice.spellings).", valueName: "choice"),
    transform: FaceChoice.init(named:))
  var faces: FaceChoice?

  @Option(
    help: ArgumentHelp(
      "How frames of a sequence are voted: mean, trimmed-mean:0.2, minimum or 3-of-5.",
      valueName: "rule"),
    transform: VotingRule.init(named:))
  var voting: VotingRule?

  func validate() throws {
    guard minimumFace.map({ $0 >= 0 && $0.isFinite }) ?? true else {
      throw ValidationError("The smallest face is a number of pixels from 0.")
    }
    guard latencyBudget.map({ (1e-6...86_400_000).contains($0) }) ?? true else {
      throw ValidationError(
        "The latency budget is a number of milliseconds from 0.000001 to 86400000.")
    }
  }

  /// The members of a policy file.
  var members: [(key: String, value: String)] {
    var members: [(key: String, value: String)] = []
    if let minimumFace {
      members.append((key: "minimum_face_pixels", value: JSONText.number(minimumFace)))
    }
    if requireImage { members.append((key: "requires_image", value: "true")) }
    if let geometry {
      members.append((key: "geometry", value: JSONText.string(geometry.rawValue)))
    }
    if let latencyBudget {
      members.append((key: "latency_budget_milliseconds", value: JSONText.number(latencyBudget)))
    }
    if let faces { members.append((key: "faces", value: JSONText.string(faces.rawValue))) }
    if let voting { members.append((key: "voting", value: JSONText.string(voting.description))) }
    return members
  }
}

extension RawRepresentable<String> where Self: CaseIterable {
  /// The choices as they are named on the command line.
  static var spellings: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The choice that the command line names.
  init(named name: String) throws {
    guard let choice = Self(rawValue: name) else {
      throw ValidationError("expected \(Self.spellings), found '\(name)'.")
    }
    self = choice
  }
}

extension VotingRule {
  /// The rule that the command line names.
  init(named name: String) throws {
    guard let rule = VotingRule(name) else {
      throw ValidationError(
        "expected mean, trimmed-mean:0.2, minimum or 3-of-5, found '\(name)'.")
    }
    self = rule
  }
}
