/// Which answers need a second opinion, and what one may cost.
public struct FallbackPolicy: Sendable, Hashable {
  /// A local `live` counts only where its probability lies above this; otherwise it is
  /// `undetermined`.
  public var acceptsAbove: Double
  /// The local answers for which the channel is asked, and its answer counts.
  ///
  /// With `spoof` among them, as by default, a service that sees a single picture may overturn a spoof
  /// that the own system found in depth; `[.undetermined]` keeps every spoof one.
  public var asked: Set<LivenessDecision>
  /// Local reasons for which the channel is not asked, because it would hardly know better.
  public var unasked: Set<LivenessReason>
  /// A channel's probability must lie above this for its `live` to make sense.
  public var opinionThreshold: Double
  /// How long an opinion may take.
  public var timeout: Duration
  /// How many opinions may be asked for.
  public var budget: CallBudget
  /// The most calls that run at once.
  public var callsAtOnce: Int
  /// When the channel is left alone for a while.
  public var channelLimits: CircuitLimits
  /// When the own system is left alone for a while, and every subject goes to the channel.
  public var localLimits: CircuitLimits

  /// The defaults: what is not live with more than 0.99 is asked about, within two seconds, a
  /// thousand times an hour and eight at once; a capture without a face is not.
  public init(
    acceptsAbove: Double = 0.99, asked: Set<LivenessDecision> = [.spoof, .undetermined],
    unasked: Set<LivenessReason> = [.noFace], opinionThreshold: Double = 0.5,
    timeout: Duration = .seconds(2), budget: CallBudget = CallBudget(), callsAtOnce: Int = 8,
    channelLimits: CircuitLimits = CircuitLimits(), localLimits: CircuitLimits = CircuitLimits()
  ) {
    self.acceptsAbove = acceptsAbove
    self.asked = asked
    self.unasked = unasked
    self.opinionThreshold = opinionThreshold
    self.timeout = timeout
    self.budget = budget
    self.callsAtOnce = callsAtOnce
    self.channelLimits = channelLimits
    self.localLimits = localLimits
  }

  /// The most calls that a budget can name, which are remembered one by one.
  static let mostCalls = 1_000_000

  /// Checks every value against its range.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` for the first one outside.
  func validate() throws(LivenessError) {
    for (field, value) in [("acceptsAbove", acceptsAbove), ("opinionThreshold", opinionThreshold)]
    where !(value >= 0 && value < 1) {
      throw .policy(field: field, expected: "at least 0 and below 1", found: value)
    }
    let counts = [
      ("budget.calls", budget.calls, 0...Self.mostCalls),
      ("callsAtOnce", callsAtOnce, 1...10_000),
      ("channelLimits.failures", channelLimits.failures, 1...10_000),
      ("channelLimits.probes", channelLimits.probes, 1...10_000),
      ("localLimits.failures", localLimits.failures, 1...10_000),
      ("localLimits.probes", localLimits.probes, 1...10_000),
    ]
    for (field, value, range) in counts where !range.contains(value) {
      throw .policy(
        field: field, expected: "\(range.lowerBound) to \(range.upperBound)", found: Double(value))
    }
    let durations = [
      ("timeout", timeout), ("budget.period", budget.period),
      ("channelLimits.firstWait", channelLimits.firstWait),
      ("channelLimits.longestWait", channelLimits.longestWait),
      ("localLimits.firstWait", localLimits.firstWait),
      ("localLimits.longestWait", localLimits.longestWait),
    ]
    for (field, value) in durations where value <= .zero || value > .seconds(864_000) {
      throw .policy(
        field: field, expected: "above 0 and at most 864000 seconds", found: value / .seconds(1))
    }
    for (circuit, limits) in [("channelLimits", channelLimits), ("localLimits", localLimits)]
    where limits.longestWait < limits.firstWait {
      throw .policy(
        field: "\(circuit).longestWait",
        expected: "at least the first wait, \(limits.firstWait / .seconds(1)) seconds",
        found: limits.longestWait / .seconds(1))
    }
  }

  /// The local answer as the policy sees it: `live` only where it is sure enough.
  func local(_ answer: LocalAnswer) -> LivenessDecision {
    guard answer.decision == .live else { return answer.decision }
    guard let probability = answer.liveProbability, probability > acceptsAbove, probability <= 1
    else { return .undetermined }
    return .live
  }

  /// Whether the channel is asked; `nil` stands for a local system that failed.
  func asks(about answer: LocalAnswer?) -> Bool {
    guard let answer else { return true }
    let decision = local(answer)
    return decision != .live && asked.contains(decision)
      && unasked.isDisjoint(with: answer.reasons)
  }
}
