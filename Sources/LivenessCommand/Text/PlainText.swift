/// Text that comes from files and arguments, made safe to show.
enum PlainText {
  /// The text with a capital first letter.
  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// The text with control and direction characters written out, so that a file's name can neither
  /// break a row nor steer a terminal.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var visible = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        visible += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format:
      ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
    default: false
    }
  }

  /// The columns that a text takes on a terminal: two for a wide East Asian character.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { columns, character in
      columns + (character.unicodeScalars.contains(where: isWide) ? 2 : 1)
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The text padded with spaces to so many columns.
  static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - columns(text)))
    return right ? space + text : text + space
  }

  /// The text cut down to so many columns, with an ellipsis for what was left out of its front.
  static func shortened(_ text: String, to width: Int) -> String {
    guard columns(text) > width, width > 0 else { return text }
    var kept = Substring(text)
    while columns(String(kept)) > width - 1 { kept.removeFirst() }
    return "…" + kept
  }

  /// The text broken between words into lines of so many columns, every line indented.
  static func wrapped(_ text: String, columns: Int, indent: Int = 0) -> [String] {
    let space = String(repeating: " ", count: indent)
    let room = max(24, columns - indent)
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, PlainText.columns(last) + 1 + PlainText.columns(String(word)) > room {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    return lines.map { space + $0 }
  }
}
