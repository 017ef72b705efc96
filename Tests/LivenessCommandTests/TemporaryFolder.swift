import Glibc

@testable import LivenessCommand

/// A folder that is removed with what is in it.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/liveness-command-XXXXXX".utf8CString)
    path = unsafe template.withUnsafeMutableBufferPointer { name in
      guard let base = name.baseAddress, let made = unsafe mkdtemp(base) else { return "" }
      return unsafe String(cString: made)
    }
  }

  deinit {
    unsafe chmod(path, 0o700)
    TemporaryFolder.empty(path)
    unsafe rmdir(path)
  }

  private static func empty(_ path: String) {
    for name in names(in: path) {
      let inner = path + "/" + name
      if unsafe unlink(inner) != 0 {
        empty(inner)
        unsafe rmdir(inner)
      }
    }
  }

  /// What is in the folder, sorted.
  var names: [String] { TemporaryFolder.names(in: path) }

  /// What is in a folder, sorted.
  static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The content of a file.
  func text(of name: String) -> String {
    guard let file = unsafe fopen(path + "/" + name, "r") else { return "" }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = unsafe getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension OutputFile {
  /// Writes a whole file, in the place of the one that stands there, if there is one.
  static func replacing(_ path: String, with bytes: [UInt8]) throws(OutputError) {
    try ReplacedFile(at: path).replace { (file) throws(OutputError) in try file.write(bytes) }
  }
}
