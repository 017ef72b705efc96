import Liveness
import LivenessMedia

/// One person's frames, and what they say together.
struct SequenceOutcome {
  /// The path as it was given.
  let path: String
  /// The captures of the sequence that were judged, in their order.
  let frames: [CaptureOutcome]
  /// The vote; `nil` where the sequence could not be read at all.
  let vote: FrameVote?
  /// Why there is no vote.
  var failure: CaptureFailure?

  /// What could not be read.
  var failures: [CaptureFailure] {
    (failure.map { [$0] } ?? [])
      + frames.compactMap(\.failure)
  }

  /// The outcome in one word.
  var word: OutcomeWord { vote.map { OutcomeWord($0.decision) } ?? .unreadable }
}

/// Judges sequences: each path holds the captures of one person, which are voted in the order of
/// their paths until nothing can change the answer any more.
struct SequenceRun {
  /// The captures of a sequence.
  let find: (String) throws(CaptureError) -> [String]
  /// The outcome of one capture.
  let judge: (String) throws -> CaptureOutcome.Verdict
  /// How frames become one answer, and a probability a decision.
  let voting: VotingRule
  let rule: DecisionRule
  /// Told before each capture how many of its sequence are behind, of how many, and which is next.
  var progress: (Int, Int, String) -> Void = { _, _, _ in }

  /// Judges one sequence; a frame that cannot be read is one without an answer.
  ///
  /// - Throws: `CancellationError` where the task is cancelled.
  func callAsFunction(_ path: String) throws -> SequenceOutcome {
    let captures: [String]
    do {
      captures = try find(path)
    } catch {
      return SequenceOutcome(
        path: path, frames: [], vote: nil, failure: CaptureFailure(error, at: path))
    }
    var vote: FrameVote
    do {
      vote = try FrameVote(voting, frames: captures.count, deciding: rule)
    } catch {
      return SequenceOutcome(
        path: path, frames: [], vote: nil,
        failure: CaptureFailure(noVote: "the vote \(voting) cannot be held: \(error)", at: path))
    }
    var frames: [CaptureOutcome] = []
    for capture in captures where vote.answer == nil {
      try Task.checkCancellation()
      progress(frames.count, captures.count, capture)
      let frame = try outcome(of: capture)
      switch frame.verdict {
      case .judged(let result, _, _): vote.add(result)
      case .unreadable: vote.add(liveProbability: nil)
      }
      frames.append(frame)
    }
    return SequenceOutcome(path: path, frames: frames, vote: vote)
  }

  private func outcome(of capture: String) throws -> CaptureOutcome {
    do {
      return CaptureOutcome(path: capture, verdict: try judge(capture))
    } catch let error as CancellationError {
      throw error
    } catch {
      return CaptureOutcome(
        path: capture, verdict: .unreadable(CaptureFailure(error, at: capture)))
    }
  }
}

extension SequenceRun {
  /// A run that reads capture folders and asks a detector.
  init(detector: LivenessDetector, voting: VotingRule) {
    find = CaptureFolder.find(at:)
    judge = { path in
      let clock = ContinuousClock()
      let start = clock.now
      let capture = try CaptureFolder.read(at: path)
      let reading = (clock.now - start) / .milliseconds(1)
      return .judged(try detector.detect(capture), capture, reading: reading)
    }
    self.voting = voting
    rule = detector.rule
  }
}
