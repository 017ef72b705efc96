#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why something could not be written.
enum OutputError: Error, Hashable {
  /// Whoever read the output has stopped; there is nobody left to tell.
  case closedPipe
  /// The system refused, for the reason given in its words.
  case refused(file: String, reason: String)

  /// The error that the last system call left behind.
  static func last(_ file: String) -> OutputError {
    let number = errno
    if number == EPIPE { return .closedPipe }
    return .refused(file: file, reason: SystemText.reason(number))
  }
}

/// What the C library says about an error number.
enum SystemText {
  static func reason(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}

/// An open file that is written from front to back.
final class OutputFile: Sendable {
  /// The name used in messages.
  let name: String
  private let descriptor: Int32
  private let closes: Bool

  private init(name: String, descriptor: Int32, closes: Bool) {
    self.name = name
    self.descriptor = descriptor
    self.closes = closes
  }

  deinit {
    if closes { close(descriptor) }
  }

  static let standardOutput = OutputFile(name: "standard output", descriptor: 1, closes: false)
  static let standardError = OutputFile(name: "standard error", descriptor: 2, closes: false)

  /// Creates a file that must not exist yet, for writing and reading back; messages name it as
  /// what it will become.
  static func create(at path: String, as name: String) throws(OutputError) -> OutputFile {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last(name) }
    return OutputFile(name: name, descriptor: descriptor, closes: true)
  }

  /// Opens or creates a file to append to, and keeps every other process from doing the same.
  static func appending(to path: String) throws(OutputError) -> OutputFile {
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw .last(path) }
    let file = OutputFile(name: path, descriptor: descriptor, closes: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK {
        throw .refused(file: path, reason: "another process is writing to it")
      }
      throw .last(path)
    }
    return file
  }

  /// Takes away what stands behind so many bytes.
  func truncate(to count: Int) throws(OutputError) {
    guard ftruncate(descriptor, off_t(count)) == 0 else { throw .last(name) }
  }

  /// Writes a whole file that must not exist yet; where that fails nothing of it stays behind.
  static func create(at path: String, holding bytes: [UInt8]) throws(OutputError) {
    let file = try create(at: path, as: path)
    do throws(OutputError) {
      try file.write(bytes)
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  /// The file is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal, where the file is one that says so.
  var terminalColumns: Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Writes all of a text.
  func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  /// Writes all of the bytes, and waits where a full pipe does not wait by itself.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let count = writeSome(bytes[written...], to: descriptor)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        guard waitForRoom(in: descriptor) else { throw .last(name) }
        continue
      }
      guard count > 0 else { throw .last(name) }
      written += count
    }
  }

  /// Appends all of another file, read from its start.
  func append(_ other: OutputFile) throws(OutputError) {
    guard lseek(other.descriptor, 0, SEEK_SET) == 0 else { throw .last(other.name) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = readSome(into: &buffer, from: other.descriptor)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .last(other.name) }
      if count == 0 { return }
      try write(Array(buffer[..<count]))
    }
  }

  /// Waits until the disk has everything, so that a full one is known now.
  func synchronize() throws(OutputError) {
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last(name) }
  }
}

/// Writes as many of the bytes as the system takes at once.
private func writeSome(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
  unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
}

/// Waits until a file that was full takes bytes again; `false`, with the reason in `errno`, where it
/// cannot be waited for.
private func waitForRoom(in descriptor: Int32) -> Bool {
  var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  return unsafe poll(&file, 1, -1) >= 0 || errno == EINTR
}

/// Reads as many bytes as the system gives at once.
private func readSome(into buffer: inout [UInt8], from descriptor: Int32) -> Int {
  unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
}
