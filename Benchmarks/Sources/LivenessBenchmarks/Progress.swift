import Foundation

/// One line on the terminal that says what runs; silent where standard error is none.
struct Progress {
  private let isShown = isatty(2) == 1

  func show(_ text: String) {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
  }

  func clear() { show("") }
}
