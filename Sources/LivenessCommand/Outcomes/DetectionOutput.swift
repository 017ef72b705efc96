/// Somewhere that outcomes go, one after the other.
protocol DetectionOutput: AnyObject {
  /// Takes note of what will be judged.
  func start(paths: [String]) throws
  /// Takes one outcome.
  func record(_ outcome: CaptureOutcome) throws
  /// Ends, with all outcomes counted.
  func finish(_ tally: DetectionTally) throws
}
