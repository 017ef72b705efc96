import Liveness
import LivenessFaces
import LivenessMedia

/// Judges images one after the other, as they were named, and hands each outcome on at once.
struct SilentRun {
  /// The detector.
  let detector: SilentFaceDetector
  /// Where the face is on every image; `nil` has the detector look for it.
  let face: FaceBox?
  /// Told before each image how many are behind, of how many, and which is next.
  var progress: (Int, Int, String) -> Void = { _, _, _ in }

  init(detector: SilentFaceDetector, face: FaceBox?) {
    self.detector = detector
    self.face = face
  }

  /// Judges every image at the given paths; a folder's images in the order of their names.
  ///
  /// - Returns: The outcomes counted; marked as interrupted where the task was cancelled.
  /// - Throws: ``OutputError`` as soon as an outcome could not be handed on.
  func callAsFunction(_ paths: [String], to outputs: [any SilentOutput]) throws -> DetectionTally {
    let inputs = inputs(at: paths)
    var tally = DetectionTally()
    for output in outputs { try output.start(paths: inputs.map(\.path)) }
    for (index, input) in inputs.enumerated() {
      progress(index, inputs.count, input.path)
      guard let verdict = verdict(on: input) else {
        tally.isInterrupted = true
        break
      }
      let outcome = SilentOutcome(path: input.path, verdict: verdict)
      tally.add(outcome.word)
      for output in outputs { try output.record(outcome) }
    }
    for output in outputs { try output.finish(tally) }
    return tally
  }

  private struct Input {
    let path: String
    var failure: CaptureError?
  }

  private func inputs(at paths: [String]) -> [Input] {
    paths.flatMap { path in
      do throws(CaptureError) {
        return try ImageFolder.find(at: path).map { Input(path: $0) }
      } catch {
        return [Input(path: path, failure: error)]
      }
    }
  }

  /// `nil` where the task was cancelled.
  private func verdict(on input: Input) -> SilentOutcome.Verdict? {
    if Task.isCancelled { return nil }
    if let failure = input.failure { return .unreadable(CaptureFailure(failure)) }
    do {
      let clock = ContinuousClock()
      let start = clock.now
      let image = try ImageFile.photo(at: input.path)
      let reading = (clock.now - start) / .milliseconds(1)
      return .judged(try detector.detect(image, face: face), image, reading: reading)
    } catch is CancellationError {
      return nil
    } catch {
      return .unreadable(CaptureFailure(error, at: input.path))
    }
  }
}
