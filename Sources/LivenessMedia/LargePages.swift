#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Asks Linux to back memory with large pages, before it is written for the first time.
///
/// A photo of twelve megapixels touches thousands of pages of 4 KiB, each of which traps into the
/// kernel; of 2 MiB it takes a few. Where the system has none to give, nothing changes.
enum LargePages {
  /// Bytes of a large page on x86-64, and on arm64 with small pages of 4 KiB.
  private static let size = 2 << 20

  /// Prefers large pages for those that lie wholly within a buffer.
  static func prefer(for buffer: UnsafeMutableRawBufferPointer) {
    guard let start = buffer.baseAddress else { return }
    let first = unsafe start.alignedUp(toMultipleOf: size)
    let last = unsafe (start + buffer.count).alignedDown(toMultipleOf: size)
    guard unsafe first < last else { return }
    _ = unsafe madvise(first, last - first, MADV_HUGEPAGE)
  }
}
