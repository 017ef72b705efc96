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
  private let target: String
  private let date: Int
  private let cards: OutputFile
  private var summary = ReportSummary()

  /// Makes sure that the report can be written where it should stand; the date is in seconds since
  /// 1970.
  init(path: String, date: Int) throws(OutputError) {
    target = try ReportWriter.target(at: path)
    self.date = date
    let draft = ReportWriter.draft(of: target, part: "cards")
    cards = try OutputFile.create(at: draft, as: target)
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
    let draft = ReportWriter.draft(of: target, part: "page")
    let page = try OutputFile.create(at: draft, as: target)
    do throws(OutputError) {
      try page.write(ReportPage.head + summary.html(tally, date: date))
      try page.append(cards)
      try page.write(ReportPage.foot)
      try page.synchronize()
      guard unsafe rename(draft, target) == 0 else { throw .last(target) }
    } catch {
      unsafe unlink(draft)
      throw error
    }
  }

  /// The file itself, where a link leads to it; refused where it is no file that can be replaced.
  private static func target(at path: String) throws(OutputError) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .last(path) }
      return path
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .refused(file: path, reason: "not a regular file")
    }
    guard unsafe access(path, W_OK) == 0, let resolved = unsafe realpath(path, nil) else {
      throw .last(path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// A name beside the target that nobody else uses.
  private static func draft(of target: String, part: String) -> String {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/")).map { target.utf8.index(after: $0) }
    let start = slash ?? target.startIndex
    return "\(target[..<start]).\(target[start...]).\(getpid()).\(part)"
  }
}
