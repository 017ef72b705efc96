/// One line on the terminal that says how far the work is; silent where standard error is none.
final class ProgressLine {
  private let file: OutputFile
  private let columns: Int?
  private var isShown = false

  /// Prepares the line; nothing is shown where the file is no terminal that can erase a line.
  init(
    on file: OutputFile = .standardError,
    environment: (String) -> String? = StandardFiles.environment
  ) {
    self.file = file
    columns =
      file.isTerminal && environment("TERM") != "dumb" ? file.terminalColumns ?? 80 : nil
  }

  /// Shows that `done` of `total` are behind, and what is next.
  func show(_ done: Int, of total: Int, next: String) {
    guard let columns else { return }
    put("\r\u{1B}[K" + ProgressLine.text(done, of: total, next: next, columns: columns))
    isShown = true
  }

  /// Takes the line away, so that something else can be written.
  func clear() {
    guard isShown else { return }
    put("\r\u{1B}[K")
    isShown = false
  }

  /// A bar, the count and the name of what is next, in less than so many columns.
  static func text(_ done: Int, of total: Int, next: String, columns: Int) -> String {
    let width = 20
    let filled = total > 0 ? done * width / total : width
    let bar =
      String(repeating: "━", count: filled) + String(repeating: "─", count: width - filled)
    let text = "\(bar) \(done) of \(total)  "
    let room = columns - 1 - PlainText.columns(text)
    return room < 8 ? "\(done) of \(total)" : text + PlainText.shortened(next, to: room)
  }

  private func put(_ text: String) {
    try? file.write(text)
  }
}
