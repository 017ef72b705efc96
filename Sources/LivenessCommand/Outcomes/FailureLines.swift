/// Tells on standard error what could not be read, and clears the progress line before anything
/// else is written.
final class FailureLines: DetectionOutput {
  private let file: OutputFile
  private let progress: ProgressLine

  /// Chooses the file and the progress line that shares its terminal.
  init(file: OutputFile, progress: ProgressLine) {
    self.file = file
    self.progress = progress
  }

  func start(paths: [String]) {}

  func record(_ outcome: CaptureOutcome) { tell(outcome.failure) }

  func finish(_ tally: DetectionTally) { progress.clear() }

  /// Tells a failure, if it is one.
  func tell(_ failure: CaptureFailure?) {
    progress.clear()
    // Where standard error is closed there is nobody to tell; the exit status still says it.
    if let failure { try? file.write(failure.line) }
  }
}
