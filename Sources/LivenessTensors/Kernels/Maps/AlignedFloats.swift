/// Floats that stay where they are, at an address that whole vectors and cache lines begin at.
///
/// Written while it is made and read afterwards, so that any number of threads may hold it.
@safe
package final class AlignedFloats: @unchecked Sendable {
  /// The number of floats.
  package let count: Int
  @unsafe private let storage: UnsafeMutablePointer<Float>

  /// Takes zeroed memory and lets the closure fill it.
  package init(count: Int, filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void = { _ in }) {
    self.count = count
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
    unsafe storage = memory.bindMemory(to: Float.self, capacity: max(1, count))
    unsafe storage.initialize(repeating: 0, count: max(1, count))
    unsafe fill(UnsafeMutableBufferPointer(start: storage, count: count))
  }

  deinit { unsafe storage.deallocate() }

  /// The first float, for reading; valid as long as this object is.
  @unsafe package var pointer: UnsafePointer<Float> { unsafe UnsafePointer(storage) }
}
