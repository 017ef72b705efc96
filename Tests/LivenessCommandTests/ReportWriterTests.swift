import Glibc
import Testing

@testable import LivenessCommand

struct ReportWriterTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/report.html" }

  private func write(
    _ outcomes: [CaptureOutcome], to path: String, interrupted: Bool = false
  ) throws {
    let writer = try ReportWriter(path: path, date: 1_795_248_299)
    var tally = DetectionTally()
    tally.isInterrupted = interrupted
    writer.start(paths: outcomes.map(\.path))
    for outcome in outcomes {
      tally.add(outcome.word)
      try writer.record(outcome)
    }
    try writer.finish(tally)
  }

  @Test func `a report is one page with the summary before the cards`() throws {
    try write([try MadeUpFace.pictured("a"), MadeUpFace.failure("b")], to: path)
    let page = folder.text(of: "report.html")
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    #expect(page.hasSuffix("</html>\n"))
    let marks = ["<section class=\"summary\"", "id=\"capture-1\"", "id=\"capture-2\"", "<footer>"]
    let places = marks.compactMap { mark in
      page.firstRange(of: mark).map { page.utf8.distance(from: page.startIndex, to: $0.lowerBound) }
    }
    #expect(places.count == marks.count && places == places.sorted())
    #expect(folder.names == ["report.html"])
  }

  @Test func `the page loads nothing from elsewhere and runs nothing`() throws {
    try write([try MadeUpFace.pictured("a")], to: path)
    let page = folder.text(of: "report.html")
    #expect(page.contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'"))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
    #expect(!page.contains("url("))
  }

  @Test func `an interrupted run leaves what stood there before`() throws {
    try write([try MadeUpFace.outcome("old")], to: path)
    let before = folder.text(of: "report.html")
    try write([try MadeUpFace.outcome("new")], to: path, interrupted: true)
    #expect(folder.text(of: "report.html") == before)
    #expect(folder.names == ["report.html"])
  }

  @Test func `while captures are judged no half page stands beside the target`() throws {
    let writer = try ReportWriter(path: path, date: 0)
    try writer.record(try MadeUpFace.outcome("a"))
    #expect(folder.names == [])
  }

  @Test func `a link to a report stays a link`() throws {
    let other = folder.path + "/other.html"
    try write([try MadeUpFace.outcome("first")], to: other)
    #expect(unsafe symlink("other.html", path) == 0)
    try write([try MadeUpFace.outcome("second")], to: path)
    #expect(folder.text(of: "other.html").contains("second"))
    var status = stat()
    #expect(unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test(arguments: ["", "/missing/report.html", "/report.html/"])
  func `a place where no file can stand is refused before anything is judged`(
    suffix: String
  ) throws {
    #expect(throws: OutputError.self) {
      _ = try ReportWriter(path: folder.path + suffix, date: 0)
    }
    #expect(folder.names == [])
  }

  @Test func `a device is never replaced by a report`() {
    #expect(throws: OutputError.refused(file: "/dev/null", reason: "not a regular file")) {
      _ = try ReportWriter(path: "/dev/null", date: 0)
    }
  }
}

struct OutputFileTests {
  private let folder = TemporaryFolder()

  @Test func `bytes are written and appended in full`() throws {
    let first = try OutputFile.create(at: folder.path + "/first", as: "first")
    let second = try OutputFile.create(at: folder.path + "/second", as: "second")
    let long = String(repeating: "0123456789", count: 60_000)
    try first.write(long)
    try second.write("head ")
    try second.append(first)
    try second.write(" foot")
    #expect(folder.text(of: "second") == "head " + long + " foot")
  }

  @Test func `a file that is there already is not touched`() throws {
    _ = try OutputFile.create(at: folder.path + "/a", as: "report.html")
    #expect(
      throws: OutputError.refused(file: "report.html", reason: "File exists")
    ) { _ = try OutputFile.create(at: folder.path + "/a", as: "report.html") }
  }

  @Test func `failures become words and an exit status`() {
    #expect(OutputError.handled { .spoof } == .spoof)
    #expect(OutputError.handled { throw OutputError.closedPipe } == .closedPipe)
  }
}
