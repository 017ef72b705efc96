#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes the report: card by card into a nameless file beside the target while captures are
/// judged, and at the end, below the summary, into the target.
///
/// Nothing of a run that did not come to its end is left behind, and what stood at the target
/// before stays until the new page is complete.
final class ReportWriter: DetectionOutput {
  private let target: ReplacedFile
  private let date: Int
  private let cards: OutputFile
  private var summary = ReportSummary()

  /// Makes sure that the report can be written where it should stand; the date is in seconds since
  /// 1970.
  init(path: String, date: Int) throws(OutputError) {
    target = try ReplacedFile(at: path)
    self.date = date
    let draft = target.draft("cards")
    cards = try OutputFile.create(at: draft, as: target.target)
    unsafe unlink(draft)
  }

  func start(paths: [String]) {}

  func record(_ outcome: CaptureOutcome) throws {
    let number = summary.rows.count + 1
    summary.add(outcome, number: number)
    try cards.write(ReportCard(number: number, outcome: outcome).html)
  }

  func finish(_ tally: DetectionTally) throws {
    guard !tally.isInterrupted else { return }
    try target.replace { (page) throws(OutputError) in
      try page.write(ReportPage.head() + summary.html(tally, date: date))
      try page.append(cards)
      try page.write(ReportPage.foot(ReportPage.remark))
    }
  }
}
