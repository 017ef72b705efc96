import Dispatch
import Glibc
import Synchronization
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

struct ReplacedFileTests {
  private let folder = TemporaryFolder()

  @Test func `a folder that is not there is told before anything is written`() {
    let path = folder.path + "/missing/rates.csv"
    #expect(throws: OutputError.refused(file: path, reason: "No such file or directory")) {
      _ = try ReplacedFile(at: path)
    }
  }

  @Test func `what a process of the same number left behind is in nobody's way`() throws {
    try OutputFile.create(at: "\(folder.path)/.rates.csv.\(getpid()).new", holding: [])
    let file = try ReplacedFile(at: folder.path + "/rates.csv")
    try file.replace { (file) throws(OutputError) in try file.write("new") }
    #expect(folder.text(of: "rates.csv") == "new" && folder.names.count == 2)
  }

  @Test func `a draft of which the writing fails is taken away`() throws {
    let file = try ReplacedFile(at: folder.path + "/rates.csv")
    #expect(throws: OutputError.closedPipe) {
      try file.replace { (_) throws(OutputError) in throw .closedPipe }
    }
    #expect(folder.names.isEmpty)
  }
}

struct OutputFileTests {
  private let folder = TemporaryFolder()

  @Test func `a full pipe that does not wait is waited for`() throws {
    let path = folder.path + "/pipe"
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
    let file = try OutputFile.appending(to: path)
    let received = Mutex(0)
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      // The pipe is full by then.
      usleep(50_000)
      var buffer = [UInt8](repeating: 0, count: 1 << 12)
      for _ in 0..<10_000 where received.withLock({ $0 }) < 300_000 {
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe read(reader, $0.baseAddress, $0.count)
        }
        if count > 0 { received.withLock { $0 += count } } else { usleep(1000) }
      }
      close(reader)
    }
    try file.write(String(repeating: "0123456789", count: 30_000))
    reading.wait()
    #expect(received.withLock { $0 } == 300_000)
  }

  @Test func `the start of a file is read, and nothing of what is none`() throws {
    let path = folder.path + "/a"
    try OutputFile.create(at: path, holding: Array("0123".utf8))
    #expect(StandardFiles.start(of: path, count: 2) == Array("01".utf8))
    #expect(StandardFiles.start(of: path, count: 9) == Array("0123".utf8))
    #expect(StandardFiles.start(of: folder.path, count: 9).isEmpty)
    #expect(StandardFiles.start(of: folder.path + "/b", count: 9).isEmpty)
  }

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

  @Test func `a subject is named once, and not left out for a word of the message`() {
    #expect(
      OutputError.line(subject: "m", "the model is missing")
        == "liveness: m: the model is missing\n")
    #expect(
      OutputError.line(subject: "a.csv", "a.csv, line 3: expected a label")
        == "liveness: a.csv, line 3: expected a label\n")
    #expect(
      OutputError.line(subject: "a.csv", "a.csv.gz is no table")
        == "liveness: a.csv: a.csv.gz is no table\n")
  }
}
