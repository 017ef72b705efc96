import Liveness
import LivenessFaces
import LivenessMedia

/// Judges images one after the other, as they were named, and hands each outcome on at once.
struct SilentRun {
  /// The detector.
  let detector: SilentFaceDetector
  /// Where the face is on every image; `nil` has the detector look for it.
  let face: FaceBox?
  /// How the images of one path, where they are frames of one person, vote; `nil` where each stands
  /// for itself.
  var sequence: VotingRule?
  /// An image that was read while the models loaded.
  var firstPhoto: ReadPhoto?
  /// Told before each image how many are behind, of how many, and which is next.
  var progress: (Int, Int, String) -> Void = { _, _, _ in }

  init(detector: SilentFaceDetector, face: FaceBox?) {
    self.detector = detector
    self.face = face
  }

  /// Judges every image at the given paths; a folder's images in the order of their names.
  ///
  /// - Returns: The outcomes counted, those of the sequences where the images are frames; marked as
  ///   interrupted where the task was cancelled.
  /// - Throws: ``OutputError`` as soon as an outcome could not be handed on.
  func callAsFunction(_ paths: [String], to outputs: [any SilentOutput]) throws -> DetectionTally {
    let groups = paths.map { (path: $0, inputs: inputs(at: $0)) }
    let all = groups.flatMap(\.inputs)
    var tally = DetectionTally()
    var done = 0
    for output in outputs { try output.start(paths: all.map(\.path)) }
    for group in groups {
      var outcomes: [SilentOutcome] = []
      for input in group.inputs {
        progress(done, all.count, input.path)
        guard let verdict = verdict(on: input) else {
          tally.isInterrupted = true
          break
        }
        done += 1
        let outcome = SilentOutcome(path: input.path, verdict: verdict)
        outcomes.append(outcome)
        for output in outputs { try output.record(outcome) }
      }
      if tally.isInterrupted { break }
      try count(outcomes, of: group.path, in: &tally, to: outputs)
    }
    for output in outputs { try output.finish(tally) }
    return tally
  }

  /// Counts outcomes for themselves, or the vote over them where they are frames of one person.
  private func count(
    _ outcomes: [SilentOutcome], of path: String, in tally: inout DetectionTally,
    to outputs: [any SilentOutput]
  ) throws {
    guard let sequence else {
      for outcome in outcomes { tally.add(outcome.word) }
      return
    }
    guard outcomes.contains(where: { $0.word != .unreadable }) else {
      tally.add(.unreadable)
      return
    }
    var vote: FrameVote
    do throws(LivenessError) {
      vote = try FrameVote(sequence, frames: outcomes.count, of: detector)
    } catch {
      SilentModelFiles.tell("\(path): \(error)")
      tally.add(.unreadable)
      return
    }
    for outcome in outcomes {
      switch outcome.verdict {
      case .judged(let result, _, _): vote.add(result)
      // What could not be read may have been anything.
      case .unreadable: vote.add(liveProbability: nil)
      }
    }
    tally.add(OutcomeWord(vote.decision))
    tally.unreadableFrames += outcomes.count { $0.word == .unreadable }
    for output in outputs { try output.record(SilentSequence(path: path, vote: vote)) }
  }

  private struct Input {
    let path: String
    var failure: CaptureError?
  }

  private func inputs(at path: String) -> [Input] {
    do throws(CaptureError) {
      return try ImageFolder.find(at: path).map { Input(path: $0) }
    } catch {
      return [Input(path: path, failure: error)]
    }
  }

  /// `nil` where the task was cancelled.
  private func verdict(on input: Input) -> SilentOutcome.Verdict? {
    if Task.isCancelled { return nil }
    if let failure = input.failure { return .unreadable(CaptureFailure(failure)) }
    let photo =
      firstPhoto.flatMap { $0.path == input.path ? $0 : nil } ?? ReadPhoto(at: input.path)
    do {
      let image = try photo.image.get()
      return .judged(try detector.detect(image, face: face), image, reading: photo.milliseconds)
    } catch is CancellationError {
      return nil
    } catch {
      return .unreadable(CaptureFailure(error, at: input.path))
    }
  }
}
