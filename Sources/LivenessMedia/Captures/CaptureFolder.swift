public import Liveness

/// A capture on disk: a folder with `capture.json` and the files it names.
///
/// Documentation/CaptureFormat.md specifies it.
public enum CaptureFolder {
  /// The name of the file that describes a capture.
  static let descriptionName = "capture.json"

  /// Reads one capture.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - budget: The most that its files may ask for.
  ///   - threads: The most threads that take part, the caller's included: depth and images are
  ///     decoded side by side.
  /// - Returns: The capture.
  /// - Throws: ``CaptureError`` that names the file and what was expected and found there.
  public static func read(
    at path: String, budget: MediaBudget = .standard, threads: Int = 2
  ) throws(CaptureError) -> LivenessCapture {
    try refuseEmpty(path)
    let file = FolderPath.joining(path, descriptionName)
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(at: file, limit: CaptureDescription.largestFile)
    } catch  where error.code == .missingFile {
      throw FolderListing.noCapture(at: path)
    }
    let files = CaptureFiles(folder: path, budget: budget)
    let description = try CaptureDescription(json: bytes, file: file, files: files)
    return try CaptureFrames(files: files).capture(of: description, threads: threads)
  }

  /// An empty path names no folder; files in it would be looked for at the root of the file system.
  static func refuseEmpty(_ path: String) throws(CaptureError) {
    guard !path.isEmpty else {
      throw CaptureError(
        code: .missingFile, message: "expected the path of a folder, found an empty one",
        file: path)
    }
  }

  /// The captures at a path, sorted: the path itself where it holds a `capture.json`, else every
  /// folder below it that does.
  ///
  /// A folder that cannot be listed is among them, so that reading it tells why, and so is what may
  /// be one, where that cannot be told. Folders are followed ``deepestLevel`` levels down, and each is
  /// visited once, whatever links there are.
  ///
  /// - Throws: ``CaptureError`` where the path does not exist, is no folder, or holds no capture.
  public static func find(at path: String) throws(CaptureError) -> [String] {
    var search = CaptureSearch()
    try search.visitRoot(path)
    guard !search.found.isEmpty else { throw FolderListing.noCapture(at: path) }
    return search.found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// How many levels below the given folder captures are looked for.
  public static let deepestLevel = 8
}
