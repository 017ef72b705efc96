import Liveness
import LivenessMedia

/// Judges captures one after the other, sorted by path, and hands each outcome on at once.
struct DetectionRun {
  /// The captures at a path.
  let find: (String) throws(CaptureError) -> [String]
  /// The outcomes of one capture: one, or one for each of its faces.
  let judge: (String) throws -> [CaptureOutcome.Verdict]
  /// Told before each capture how many are behind, of how many, and which is next.
  var progress: (Int, Int, String) -> Void = { _, _, _ in }

  /// Judges every capture at the given paths.
  ///
  /// - Returns: The outcomes counted; marked as interrupted where the task was cancelled.
  /// - Throws: ``OutputError`` as soon as an outcome could not be handed on.
  func callAsFunction(_ paths: [String], to outputs: [any DetectionOutput]) throws -> DetectionTally
  {
    let inputs = inputs(at: paths)
    var tally = DetectionTally()
    for output in outputs { try output.start(paths: inputs.map(\.path)) }
    for (index, input) in inputs.enumerated() {
      progress(index, inputs.count, input.path)
      guard let verdicts = try verdicts(on: input) else {
        tally.isInterrupted = true
        break
      }
      for (face, verdict) in verdicts.enumerated() {
        let outcome = CaptureOutcome(
          path: input.path, verdict: verdict, face: verdicts.count > 1 ? face + 1 : nil)
        tally.add(outcome.word)
        for output in outputs { try output.record(outcome) }
      }
    }
    for output in outputs { try output.finish(tally) }
    return tally
  }

  private struct Input {
    let path: String
    let failure: CaptureError?
  }

  /// Every capture once, in the order of the bytes of its path.
  private func inputs(at paths: [String]) -> [Input] {
    // Two folders may have names that only their bytes tell apart.
    var inputs: [[UInt8]: Input] = [:]
    for path in paths {
      do throws(CaptureError) {
        for found in try find(path) {
          inputs[Array(found.utf8)] = Input(path: found, failure: nil)
        }
      } catch {
        inputs[Array(path.utf8)] = Input(path: path, failure: error)
      }
    }
    return inputs.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// `nil` where the task was cancelled.
  private func verdicts(on input: Input) throws -> [CaptureOutcome.Verdict]? {
    if Task.isCancelled { return nil }
    if let failure = input.failure { return [.unreadable(CaptureFailure(failure))] }
    do {
      return try judge(input.path)
    } catch is CancellationError {
      return nil
    } catch {
      return [.unreadable(CaptureFailure(error, at: input.path))]
    }
  }
}

extension DetectionRun {
  /// A run that reads capture folders and asks a detector.
  init(detector: LivenessDetector, keepingStages: Bool, explaining: Bool = false) {
    find = CaptureFolder.find(at:)
    judge = { path in
      let clock = ContinuousClock()
      let start = clock.now
      let capture = try CaptureFolder.read(at: path)
      let reading = (clock.now - start) / .milliseconds(1)
      let results = try detector.results(
        for: capture, keepingStages: keepingStages || explaining)
      return try results.map { result in
        let result = explaining ? try detector.explaining(result) : result
        return .judged(result, capture, reading: reading)
      }
    }
  }
}
