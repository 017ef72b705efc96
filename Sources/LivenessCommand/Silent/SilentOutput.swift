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

extension FailureLines: SilentOutput {
  func record(_ outcome: SilentOutcome) { tell(outcome.failure) }

  func record(_ sequence: SilentSequence) {}
}
