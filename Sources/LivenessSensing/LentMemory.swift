/// Rows of samples in memory that somebody else owns, a camera's driver for instance.
///
/// The memory is only read, every access lies within the checked length, and the owner is held as
/// long as this value lives.
@safe
struct LentMemory: @unchecked Sendable {
  private let base: UnsafeRawPointer
  private let rowStride: Int
  private let owner: any AnyObject & Sendable

  /// Checks that `height` rows of `rowBytes` bytes, `rowStride` apart, lie within the memory.
  @unsafe
  init(
    base: UnsafeRawPointer, byteCount: Int, rowStride: Int, rowBytes: Int, height: Int,
    owner: any AnyObject & Sendable, frame: String
  ) throws(FrameError) {
    guard rowStride >= rowBytes else {
      throw .stride(frame: frame, expectedAtLeast: rowBytes, found: rowStride)
    }
    let (rows, rowsOverflow) = (height - 1).multipliedReportingOverflow(by: rowStride)
    let (needed, overflow) = rows.addingReportingOverflow(rowBytes)
    guard !rowsOverflow, !overflow, byteCount >= needed else {
      throw .byteCount(
        frame: frame, expectedAtLeast: rowsOverflow || overflow ? .max : needed, found: byteCount)
    }
    unsafe self.base = base
    self.rowStride = rowStride
    self.owner = owner
  }

  /// The sample in a row at an index; the caller has checked both against the frame.
  func sample<Sample: BitwiseCopyable>(row: Int, index: Int, as type: Sample.Type) -> Sample {
    unsafe base.loadUnaligned(
      fromByteOffset: row * rowStride + index * MemoryLayout<Sample>.size, as: type)
  }
}
