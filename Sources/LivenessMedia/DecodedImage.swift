/// What an image file holds: its size and its samples, row-major, channels interleaved.
public struct DecodedImage: Sendable, Hashable {
  /// The samples as the file stores them.
  public enum Samples: Sendable, Hashable {
    /// 8-bit grey.
    case grey8([UInt8])
    /// 16-bit grey, in the byte order of the machine.
    case grey16([UInt16])
    /// 8-bit red, green, blue.
    case rgb8([UInt8])
  }

  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The samples.
  public let samples: Samples
}

/// The size that an image must have, and who says so.
struct ExpectedSize {
  let width: Int
  let height: Int
  /// Completes the sentence "expected 640 × 480 pixels (…)".
  let reason: String

  func check(width: Int, height: Int, file: String) throws(CaptureError) {
    guard width == self.width, height == self.height else {
      throw CaptureError(
        code: .wrongSize,
        message: "expected \(self.width) × \(self.height) pixels (\(reason)), "
          + "found \(width) × \(height)",
        file: file)
    }
  }
}
