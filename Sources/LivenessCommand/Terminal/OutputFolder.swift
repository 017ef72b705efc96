#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder that files are written into.
struct OutputFolder {
  let path: String

  /// Creates a folder that must not exist yet, or be empty, within one that does.
  static func create(at path: String) throws(OutputError) -> OutputFolder {
    guard unsafe mkdir(path, 0o777) != 0 else { return OutputFolder(path: path) }
    guard errno == EEXIST else { throw .last(path) }
    guard let directory = unsafe opendir(path) else { throw .last(path) }
    defer { unsafe closedir(directory) }
    // A folder lists itself and the one above it.
    for _ in 0..<2 { _ = unsafe readdir(directory) }
    guard unsafe readdir(directory) == nil else {
      throw .refused(file: path, reason: "the folder is not empty")
    }
    return OutputFolder(path: path)
  }

  /// Creates a folder within this one.
  func folder(_ name: String) throws(OutputError) -> OutputFolder {
    try OutputFolder.create(at: path + "/" + name)
  }

  /// Writes a file that must not exist yet.
  func write(_ bytes: [UInt8], to name: String) throws(OutputError) {
    try OutputFile.create(at: path + "/" + name, holding: bytes)
  }
}
