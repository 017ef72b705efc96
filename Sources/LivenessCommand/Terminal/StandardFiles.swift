#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process's three standard files and signals, put into a known state.
enum StandardFiles {
  /// Gives a closed standard file a place, so that no file opened later takes it by accident, and
  /// turns the signal of a closed pipe into an error that can be handled.
  static func prepare() {
    var descriptor: Int32 = 0
    while descriptor >= 0, descriptor <= 2 {
      descriptor = unsafe open("/dev/null", O_RDONLY)
    }
    if descriptor > 2 { close(descriptor) }
    signal(SIGPIPE, SIG_IGN)
  }

  /// A setting of the environment; `nil` where it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// What a small text file of the system says, such as those in `/proc`; `nil` where it cannot be
  /// read.
  static func text(at path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while text.count < 1 << 20 {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first bytes of a file, so many at most; none where it is no file that can be read.
  static func start(of path: String, count: Int) -> [UInt8] {
    // A pipe without a writer would block without O_NONBLOCK.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    return Array(bytes.prefix(max(0, found)))
  }

  /// Seconds since 1970.
  static func now() -> Int { time(nil) }
}
