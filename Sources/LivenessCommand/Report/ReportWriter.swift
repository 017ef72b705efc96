final class ReportWriter: DetectionOutput {
  init(path: String, date: Int) throws(OutputError) {}
  func start(paths: [String]) throws {}
  func record(_ outcome: CaptureOutcome) throws {}
  func finish(_ tally: DetectionTally) throws {}
}
