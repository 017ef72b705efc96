import Foundation
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

struct MappedFileTests {
  /// Calls a closure with the path of a new file that is removed afterwards.
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "weights-\(UUID().uuidString).safetensors"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private var file: WeightFile {
    var file = WeightFile()
    file.add("x", Tensor(shape: [2048], repeating: 3))
    return file
  }

  private func refusal(_ path: String) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try SafetensorsFile(at: path)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file is read through a mapping that outlives its name`() throws {
    try withFile(file.bytes) { path in
      let read = try SafetensorsFile(at: path)
      try FileManager.default.removeItem(atPath: path)
      #expect(try read.tensor("x") == Tensor(shape: [2048], repeating: 3))
    }
  }

  @Test func `the mapping goes with its last reference`() throws {
    try withFile(file.bytes) { path in
      weak var mapping: MappedFile?
      do {
        let read = try SafetensorsFile(at: path)
        guard case .mapped(let file) = read.bytes else {
          Issue.record("expected a mapping")
          return
        }
        mapping = file
        #expect(mapping != nil)
        #expect(try read.tensor("x").scalars.first == 3)
      }
      #expect(mapping == nil)
    }
  }

  @Test func `a file that shrinks is refused when it is read`() throws {
    try withFile(file.bytes) { path in
      let read = try SafetensorsFile(at: path)
      let count = file.bytes.count
      #expect(unsafe truncate(path, 100) == 0)
      let expected = CheckpointError.shrunk(file: path, expected: count, found: 100)
      #expect(throws: expected) { try read.tensor("x") }
      #expect(throws: expected) { try read.bytes(of: "x") }
      #expect(throws: expected) { try read.values(of: "x", as: Float.self) }
      #expect(throws: expected) { try read.build { $0.tensor("x", shape: [2048]) } }
    }
  }

  @Test func `a header length above 100 MB is refused`() throws {
    let maximum = SafetensorsFile.maximumHeaderLength
    #expect(maximum == 100_000_000)
    try withFile(WeightFile.bytes(UInt64(maximum) + 1)) { path in
      #expect(unsafe truncate(path, maximum + 100) == 0)
      #expect(
        refusal(path) == .headerLength(found: UInt64(maximum) + 1, maximum: maximum))
    }
    try withFile(WeightFile.bytes(UInt64(maximum))) { path in
      #expect(unsafe truncate(path, maximum + 100) == 0)
      #expect(
        refusal(path)
          == .header(
            JSONError(problem: .unexpectedByte(0, expected: "a value"), offset: 0)))
    }
  }

  @Test func `an empty file is refused`() throws {
    try withFile([]) { #expect(refusal($0) == .tooShort(byteCount: 0)) }
  }

  @Test func `what is no regular file is refused`() throws {
    #expect(refusal("/dev/null") == .notRegularFile(file: "/dev/null", found: "a device"))
    #expect(refusal("/tmp") == .notRegularFile(file: "/tmp", found: "a folder"))
    let pipe = NSTemporaryDirectory() + "weights-\(UUID().uuidString).pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    defer { unsafe unlink(pipe) }
    #expect(refusal(pipe) == .notRegularFile(file: pipe, found: "a pipe"))
  }

  @Test func `a file that is not there is refused with the system's reason`() {
    #expect(
      refusal("/nowhere/x") == .unreadable(file: "/nowhere/x", reason: "No such file or directory"))
    #expect(
      refusal("/dev/null\0x")
        == .unreadable(file: "/dev/null\0x", reason: "a path with a null character"))
  }
}
