/// Floats that kernels write and read: at an address that cache lines begin at, zero at first.
///
/// Whoever holds it says which thread writes where.
@safe
final class Arena: @unchecked Sendable {
  /// The number of floats.
  let count: Int
  /// The first float; valid as long as this object is.
  @unsafe let pointer: UnsafeMutablePointer<Float>

  /// Takes zeroed memory.
  init(count: Int) {
    self.count = count
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
    unsafe pointer = memory.bindMemory(to: Float.self, capacity: max(1, count))
    unsafe pointer.initialize(repeating: 0, count: max(1, count))
  }

  deinit { unsafe pointer.deallocate() }
}
