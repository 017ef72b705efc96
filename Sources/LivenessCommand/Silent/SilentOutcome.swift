import Liveness
import LivenessMedia
import LivenessSensing

/// What became of one image.
struct SilentOutcome {
  /// A decision with what it was made from, or why there is none.
  enum Verdict {
    /// The detector's result, the image, and the milliseconds that reading it took.
    case judged(SilentFaceResult, ImageFrame, reading: Double)
    /// The image could not be read or judged.
    case unreadable(CaptureFailure)
  }

  /// The path as it was given or found.
  let path: String
  /// What became of it.
  let verdict: Verdict

  /// The word that stands for the outcome.
  var word: OutcomeWord {
    switch verdict {
    case .judged(let result, _, _): OutcomeWord(result.decision)
    case .unreadable: .unreadable
    }
  }

  /// The probability of a living face, where there is one.
  var liveProbability: Double? {
    guard case .judged(let result, _, _) = verdict else { return nil }
    return result.liveProbability
  }

  /// The codes of the reasons, or of the error.
  var codes: [String] {
    switch verdict {
    case .judged(let result, _, _): result.reasons.map(\.rawValue)
    case .unreadable(let failure): [failure.code]
    }
  }
}

/// What the frames of one person come to.
struct SilentSequence {
  /// The folder as it was given.
  let path: String
  /// The vote over its images.
  let vote: FrameVote
}

/// Somewhere that outcomes go, one after the other.
protocol SilentOutput: AnyObject {
  /// Takes note of what will be judged.
  func start(paths: [String]) throws
  /// Takes one outcome.
  func record(_ outcome: SilentOutcome) throws
  /// Takes the vote over the frames of one person, which were recorded before.
  func record(_ sequence: SilentSequence) throws
  /// Ends, with all outcomes counted.
  func finish(_ tally: DetectionTally) throws
}

/// Tells on standard error what could not be read.
final class SilentFailures: SilentOutput {
  private let file: OutputFile
  private let progress: ProgressLine

  /// Chooses the file and the progress line that shares its terminal.
  init(file: OutputFile, progress: ProgressLine) {
    self.file = file
    self.progress = progress
  }

  func start(paths: [String]) {}

  func record(_ outcome: SilentOutcome) {
    progress.clear()
    // Where standard error is closed there is nobody to tell; the exit status still says it.
    if case .unreadable(let failure) = outcome.verdict { try? file.write(failure.line) }
  }

  func record(_ sequence: SilentSequence) {}

  func finish(_ tally: DetectionTally) { progress.clear() }
}
