#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is replaced as a whole: what stood there before stays until the new one is complete.
struct ReplacedFile {
  /// The file itself, where a link leads to it.
  let target: String

  /// Makes sure that the file can be written, and a new one beside it; refused where there is
  /// something that is no file.
  init(at path: String) throws(OutputError) {
    target = try Self.target(of: path)
    let start = nameStart
    let folder = start == target.startIndex ? "." : String(target[..<start])
    guard unsafe access(folder, W_OK | X_OK) == 0 else { throw .last(path) }
  }

  /// The file that a path leads to; the path itself where there is none yet.
  private static func target(of path: String) throws(OutputError) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .last(path) }
      return path
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .refused(file: path, reason: "not a regular file")
    }
    guard unsafe access(path, W_OK) == 0, let resolved = unsafe realpath(path, nil) else {
      throw .last(path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Where the name begins that the file has in its folder.
  private var nameStart: String.Index {
    target.utf8.lastIndex(of: UInt8(ascii: "/")).map { target.utf8.index(after: $0) }
      ?? target.startIndex
  }

  /// A name beside the target that nobody else uses, and nobody who was ended before it was done has
  /// left behind.
  func draft(_ part: String) -> String {
    let start = nameStart
    let number = String(UInt32.random(in: 0 ... .max), radix: 36)
    return "\(target[..<start]).\(target[start...]).\(number).\(part)"
  }

  /// Writes into a draft, waits for the disk, and puts the draft into the target's place.
  func replace(_ write: (OutputFile) throws(OutputError) -> Void) throws(OutputError) {
    let draft = draft("new")
    let file = try OutputFile.create(at: draft, as: target)
    do throws(OutputError) {
      try write(file)
      try file.synchronize()
      guard unsafe rename(draft, target) == 0 else { throw .last(target) }
    } catch {
      unsafe unlink(draft)
      throw error
    }
  }
}
