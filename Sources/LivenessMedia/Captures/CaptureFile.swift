/// A file of a capture's folder, to be written.
public struct CaptureFile: Sendable, Hashable {
  /// Its name within the folder.
  public let name: String
  /// Its content.
  public let bytes: [UInt8]
}
