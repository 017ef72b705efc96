import ArgumentParser
import Liveness

/// How the models' opinions become a decision, as the command line says it.
struct SilentVoteOptions: ParsableArguments {
  /// How the opinions become one.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case mean
    case majority
    case minimum
  }

  /// What becomes of several faces.
  enum Faces: String, ExpressibleByArgument, CaseIterable {
    case largest
    case refuse
  }

  /// A model's name and its weight.
  struct Weight: ExpressibleByArgument, Sendable, Hashable {
    let name: String
    let weight: Double

    init?(argument: String) {
      guard let separator = argument.lastIndex(of: "="),
        let weight = Double(argument[argument.index(after: separator)...]), weight.isFinite
      else { return nil }
      name = String(argument[..<separator])
      self.weight = weight
    }
  }

  @Option(
    name: .customLong("vote"),
    help: ArgumentHelp("How the models become one: mean, majority or minimum.", valueName: "rule"))
  var kind: Kind = .mean

  @Option(
    name: .customLong("weight"),
    help: ArgumentHelp("A model's weight in the mean; the others weigh 1.", valueName: "model=w"))
  var weights: [Weight] = []

  @Option(
    help: ArgumentHelp("So many models must apply, instead of half of them.", valueName: "count"))
  var quorum: Int?

  @Option(
    help: ArgumentHelp(
      "Live where the probability lies above this, instead of by the likeliest class.",
      valueName: "p"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "Judge the largest face where there are several, or refuse.", valueName: "largest|refuse"))
  var faces: Faces = .largest

  @Option(
    help: ArgumentHelp(
      """
      Take the images of a folder for frames of one person, which vote: mean, minimum, \
      trimmed-mean:0.2, or 3-of-5 and the like.
      """, valueName: "rule"), transform: SilentVoteOptions.votingRule)
  var sequence: VotingRule?

  func validate() throws {
    guard weights.isEmpty || kind == .mean else {
      throw ValidationError("--weight goes with --vote mean.")
    }
    guard Set(weights.map(\.name)).count == weights.count else {
      throw ValidationError("A model has two weights.")
    }
  }

  /// The policy with these choices.
  var policy: SilentFacePolicy {
    SilentFacePolicy(
      vote: rule, quorum: quorum, rule: threshold.map(DecisionRule.liveAbove),
      faces: faces == .largest ? .largest : .refuse)
  }

  private var rule: SilentFaceVote {
    switch kind {
    case .mean where !weights.isEmpty:
      .weightedMean(Dictionary(uniqueKeysWithValues: weights.map { ($0.name, $0.weight) }))
    case .mean: .mean
    case .majority: .majority
    case .minimum: .minimum
    }
  }

  private static func votingRule(_ text: String) throws -> VotingRule {
    guard let rule = VotingRule(text) else {
      throw ValidationError("expected mean, minimum, trimmed-mean:0.2 or 3-of-5, found \(text)")
    }
    return rule
  }
}
