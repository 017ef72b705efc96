/// Writes text into HTML, as content or within a quoted attribute.
enum HTMLText {
  /// The text with everything replaced that HTML would read as markup, and with controls made
  /// visible.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in PlainText.visible(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
