/// The bytes of a weight file: mapped, held in memory, or part of the program.
enum WeightBytes: Sendable {
  case mapped(MappedFile)
  case array([UInt8])
  case program(StaticBytes)

  var count: Int {
    switch self {
    case .mapped(let file): file.count
    case .array(let bytes): bytes.count
    case .program(let bytes): unsafe bytes.buffer.count
    }
  }

  /// Calls a closure with the bytes of a range, which must lie within `0..<count`.
  ///
  /// - Throws: ``CheckpointError/shrunk(file:expected:found:)`` where a mapped file has become
  ///   smaller, for what is beyond its end can no longer be read.
  @unsafe func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(CheckpointError) -> Result {
    switch self {
    case .mapped(let file):
      try file.requireSize()
      return unsafe body(UnsafeRawBufferPointer(rebasing: file.buffer[range]))
    case .array(let bytes):
      return unsafe bytes.withUnsafeBytes {
        unsafe body(UnsafeRawBufferPointer(rebasing: $0[range]))
      }
    case .program(let bytes):
      return unsafe body(UnsafeRawBufferPointer(rebasing: bytes.buffer[range]))
    }
  }
}

/// Bytes that never move, change or go away, such as data of the program.
@safe struct StaticBytes: @unchecked Sendable {
  @unsafe let buffer: UnsafeRawBufferPointer
}
