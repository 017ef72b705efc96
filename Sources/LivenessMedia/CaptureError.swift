/// Why a capture could not be read.
public struct CaptureError: Error, Sendable, Hashable {
  /// What kind of thing went wrong; the raw value is the code used in JSON.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The file or folder does not exist or cannot be opened.
    case notReadable
  }

  /// What kind of thing went wrong.
  public let code: Code
  /// One sentence for a person: what was expected and what was found.
  public let message: String
  /// The path of the file concerned.
  public let file: String
}
