/// Why a data set, or a file of scores, cannot be used.
public struct DatasetError: Error, Sendable, Hashable {
  /// The file or folder.
  public let file: String
  /// The line in the file, from 1, where one is to blame.
  public let line: Int?
  /// What was expected and what was found.
  public let message: String

  /// Says what is wrong, and where.
  public init(file: String, line: Int? = nil, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}

extension DatasetError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    file + (line.map { ", line \($0)" } ?? "") + ": " + message
  }
}
