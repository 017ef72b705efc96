#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A regular file mapped into memory, read-only, until the last reference to this owner goes.
@safe final class MappedFile: @unchecked Sendable {
  /// The path that it was opened by.
  let path: String
  /// The number of bytes when it was opened.
  var count: Int { unsafe buffer.count }
  /// The bytes; they are only there while the owner is.
  @unsafe let buffer: UnsafeRawBufferPointer

  private let descriptor: Int32

  /// Opens and maps a file; an empty one is mapped to no bytes.
  init(at path: String) throws(CheckpointError) {
    guard !path.utf8.contains(0) else {
      throw .unreadable(file: path, reason: "a path with a null character")
    }
    // Without O_NONBLOCK, a FIFO that nobody writes to would be waited for.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: Self.reason(errno)) }
    do throws(CheckpointError) {
      unsafe buffer = try Self.map(descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if let base = unsafe buffer.baseAddress {
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), buffer.count)
    }
    close(descriptor)
  }

  /// Throws where the file has become smaller than what is mapped.
  ///
  /// Pages beyond the end of a file cannot be read. A file that is replaced rather than rewritten
  /// keeps its size.
  func requireSize() throws(CheckpointError) {
    let found = Int(try Self.status(descriptor, path: path).st_size)
    guard found >= count else { throw .shrunk(file: path, expected: count, found: found) }
  }

  private static func map(
    _ descriptor: Int32, path: String
  ) throws(CheckpointError) -> UnsafeRawBufferPointer {
    let status = try status(descriptor, path: path)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notRegularFile(file: path, found: kind(status.st_mode))
    }
    guard status.st_size > 0 else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    let count = Int(status.st_size)
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .unreadable(file: path, reason: reason(errno))
    }
    return unsafe UnsafeRawBufferPointer(start: address, count: count)
  }

  private static func status(
    _ descriptor: Int32, path: String
  ) throws(CheckpointError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable(file: path, reason: reason(errno))
    }
    return status
  }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }

  private static func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
