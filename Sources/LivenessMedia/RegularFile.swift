#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads whole files, and refuses what is not one: devices, pipes and folders have no size to check.
package enum RegularFile {
  /// All bytes of a file.
  package static func bytes(at path: String, limit: Int) throws(CaptureError) -> [UInt8] {
    guard !path.utf8.contains(0) else {
      throw CaptureError(
        code: .missingFile, message: "the path holds a zero character", file: path)
    }
    // A pipe without a writer would block without O_NONBLOCK.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure(errno, at: path) }
    defer { close(descriptor) }
    let size = try size(of: descriptor, at: path, limit: limit)
    return try contents(of: descriptor, size: size, at: path)
  }

  /// The error that tells what the operating system said.
  static func failure(_ number: Int32, at path: String) -> CaptureError {
    let missing = number == ENOENT || number == ENOTDIR
    return CaptureError(
      code: missing ? .missingFile : .notReadable,
      message: missing
        ? "expected a file, found none"
        : "cannot be read: \(unsafe String(cString: strerror(number)))",
      file: path)
  }

  private static func size(
    of descriptor: Int32, at path: String, limit: Int
  ) throws(CaptureError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno, at: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CaptureError(
        code: .notAFile, message: "expected a file, found \(kind(of: status.st_mode))", file: path)
    }
    guard status.st_size <= limit else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected a file of at most \(limit) bytes, found \(status.st_size)", file: path)
    }
    return Int(status.st_size)
  }

  private static func contents(
    of descriptor: Int32, size: Int, at path: String
  ) throws(CaptureError) -> [UInt8] {
    var failed: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      filled = 0
      while filled < size {
        let count = unsafe read(
          descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { failed = errno }
        guard count > 0 else { break }
        filled += count
      }
    }
    guard failed == 0 else { throw failure(failed, at: path) }
    return bytes
  }

  static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "something else"
    }
  }
}
