/// Asks the own system first and a fallback channel where the policy says so.
///
/// The answer `live` has two ways to come about: the own system says so with a probability above the
/// policy's, or the channel says so in time and without contradiction. Whatever else happens (an
/// error, a late or senseless answer, a spent budget, an open circuit) leaves the own system's
/// answer, and that is not `live` then. An error of the own system that is about the subject
/// (``SubjectError``) is its answer too, `undetermined`; any other is a failure. Source: the production
/// rule of a published system, which accepts above 0.99 and forwards the rest.
public actor SecondOpinion<Channel: FallbackChannel, Time: Clock> where Time.Duration == Duration {
  private let channel: Channel
  private let policy: FallbackPolicy
  private let clock: Time
  private var ledger: CallLedger<Time.Instant>
  private var channelBreaker: CircuitBreaker<Time.Instant>
  private var localBreaker: CircuitBreaker<Time.Instant>
  private var running = 0

  /// Combines a channel with a policy.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where a value is out of range.
  public init(
    channel: Channel, policy: FallbackPolicy = FallbackPolicy(), clock: Time
  ) throws(LivenessError) {
    try policy.validate()
    self.channel = channel
    self.policy = policy
    self.clock = clock
    ledger = CallLedger(budget: policy.budget)
    channelBreaker = CircuitBreaker(limits: policy.channelLimits)
    localBreaker = CircuitBreaker(limits: policy.localLimits)
  }

  /// The state of the channel's circuit.
  public var channelState: CircuitBreaker<Time.Instant>.State {
    channelBreaker.state(at: clock.now)
  }

  /// The state of the own system's circuit.
  public var localState: CircuitBreaker<Time.Instant>.State { localBreaker.state(at: clock.now) }

  /// Decides about one subject.
  ///
  /// - Parameters:
  ///   - subject: What the channel gets where it is asked.
  ///   - local: The own system.
  /// - Returns: The answer, and whose it is.
  /// - Throws: `CancellationError` where the task is cancelled, and nothing else.
  public func decide(
    about subject: Channel.Subject, local: @concurrent @Sendable () async throws -> LocalAnswer
  ) async throws(CancellationError) -> SecondOpinionResult {
    let own = try await answer(of: local)
    guard !Task.isCancelled else { throw CancellationError() }
    let answer = try? own.get()
    let decision = answer.map(policy.local)
    if decision == .live { return result(of: own, decision: .live, trouble: nil) }
    guard policy.asks(about: answer) else {
      return result(of: own, decision: decision, trouble: .notAsked)
    }
    switch try await opinion(on: subject) {
    case .failure(let trouble): return result(of: own, decision: decision, trouble: trouble)
    case .success(let opinion):
      return SecondOpinionResult(
        decision: opinion.decision, liveProbability: opinion.liveProbability,
        origin: .fallback(channel.name), local: answer, localTrouble: own.trouble,
        fallbackTrouble: nil)
    }
  }

  private func result(
    of own: Result<LocalAnswer, FallbackTrouble>, decision: LivenessDecision?,
    trouble: FallbackTrouble?
  ) -> SecondOpinionResult {
    let answer = try? own.get()
    return SecondOpinionResult(
      decision: decision ?? .undetermined, liveProbability: answer?.liveProbability,
      origin: answer == nil ? .nobody : .local, local: answer, localTrouble: own.trouble,
      fallbackTrouble: trouble)
  }

  /// The own system's answer, unless it has failed too often; `undetermined` for a subject that it
  /// cannot judge, which says nothing about the system.
  private func answer(
    of local: @concurrent @Sendable () async throws -> LocalAnswer
  ) async throws(CancellationError) -> Result<LocalAnswer, FallbackTrouble> {
    guard let permit = localBreaker.permit(at: clock.now) else { return .failure(.leftAlone) }
    do {
      let answer = try await local()
      localBreaker.succeed(permit)
      return .success(answer)
    } catch {
      if Task.isCancelled {
        localBreaker.abandon(permit)
        throw CancellationError()
      }
      if let error = error as? any SubjectError, error.isAboutSubject {
        localBreaker.abandon(permit)
        return .success(LocalAnswer(decision: .undetermined, liveProbability: nil))
      }
      localBreaker.fail(permit, at: clock.now)
      return .failure(.failed("\(error)"))
    }
  }

  /// The channel's opinion, where there is leave, room and money for a call.
  private func opinion(
    on subject: Channel.Subject
  ) async throws(CancellationError) -> Result<FallbackOpinion, FallbackTrouble> {
    guard running < policy.callsAtOnce else { return .failure(.overloaded) }
    guard let permit = channelBreaker.permit(at: clock.now) else { return .failure(.leftAlone) }
    guard ledger.spend(at: clock.now) else {
      channelBreaker.abandon(permit)
      return .failure(.budgetSpent)
    }
    guard let outcome = await call(subject) else {
      channelBreaker.abandon(permit)
      throw CancellationError()
    }
    switch outcome {
    case .success: channelBreaker.succeed(permit)
    case .failure: channelBreaker.fail(permit, at: clock.now)
    }
    return outcome
  }

  /// What comes first: the channel's outcome, or the end of its time; `nil` where this task is
  /// cancelled.
  ///
  /// Two tasks of their own, because a channel that honours no cancellation would hold up a group.
  private func call(_ subject: Channel.Subject) async -> Result<FallbackOpinion, FallbackTrouble>? {
    typealias Outcome = Result<FallbackOpinion, FallbackTrouble>
    let (outcomes, first) = AsyncStream.makeStream(
      of: Outcome.self, bufferingPolicy: .bufferingOldest(1))
    running += 1
    let work = Task { [channel, threshold = policy.opinionThreshold] in
      first.yield(await channel.outcome(on: subject, liveAbove: threshold))
      running -= 1
    }
    let timer = Task { [clock, timeout = policy.timeout] in
      guard (try? await clock.sleep(for: timeout)) != nil else { return }
      first.yield(.failure(.timedOut(after: timeout)))
    }
    defer {
      work.cancel()
      timer.cancel()
      first.finish()
    }
    for await outcome in outcomes { return Task.isCancelled ? nil : outcome }
    return nil
  }
}

extension SecondOpinion where Time == ContinuousClock {
  /// Combines a channel with a policy, by the system's clock.
  ///
  /// - Throws: ``LivenessError/policy(field:expected:found:)`` where a value is out of range.
  public init(
    channel: Channel, policy: FallbackPolicy = FallbackPolicy()
  ) throws(LivenessError) {
    try self.init(channel: channel, policy: policy, clock: ContinuousClock())
  }
}

extension FallbackChannel {
  /// The channel's opinion where it makes sense, and what is wrong otherwise.
  fileprivate func outcome(
    on subject: Subject, liveAbove threshold: Double
  ) async -> Result<FallbackOpinion, FallbackTrouble> {
    do {
      let opinion = try await opinion(on: subject)
      return opinion.flaw(liveAbove: threshold).map { .failure(.malformed($0)) }
        ?? .success(opinion)
    } catch {
      return .failure(.failed("\(error)"))
    }
  }
}

extension Result {
  fileprivate var trouble: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
