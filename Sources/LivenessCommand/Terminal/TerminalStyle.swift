/// How a text looks on a terminal: in colour, or plain where that is not wanted.
struct TerminalStyle: Sendable, Hashable {
  /// A colour or weight, by its number in an ANSI escape sequence.
  enum Emphasis: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case magenta = 35
  }

  /// Escape sequences may be written.
  let isColored: Bool

  /// Plain text.
  static let plain = TerminalStyle(isColored: false)

  /// Colour on a terminal that can show it, unless the user wants none (https://no-color.org).
  static func of(
    _ file: OutputFile, environment: (String) -> String? = StandardFiles.environment
  ) -> TerminalStyle {
    TerminalStyle(
      isColored: file.isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb")
  }

  /// The text in the given colour or weight.
  func callAsFunction(_ text: String, _ emphasis: Emphasis?) -> String {
    guard isColored, let emphasis else { return text }
    return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
  }
}
