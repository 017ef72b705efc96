import Foundation

/// Reads a small text file of outside test data.
enum TextFile {
  static func contents(of path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
