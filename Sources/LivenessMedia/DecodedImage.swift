/// What an image file holds: its size and its samples, row-major, channels interleaved.
public struct DecodedImage: Sendable, Hashable {
  /// The samples as the file stores them.
  public enum Samples: Sendable, Hashable {
    /// 8-bit grey.
    case grey8([UInt8])
    /// 16-bit grey, in the byte order of the machine.
    case grey16([UInt16])
    /// 32-bit float grey; not-a-number stands for a sample that is not there.
    case float32([Float])
    /// 8-bit red, green, blue.
    case rgb8([UInt8])
    /// 16-bit red, green, blue, in the byte order of the machine.
    case rgb16([UInt16])

    /// How many there are.
    public var count: Int {
      switch self {
      case .grey8(let samples), .rgb8(let samples): samples.count
      case .grey16(let samples), .rgb16(let samples): samples.count
      case .float32(let samples): samples.count
      }
    }

    /// 1 (grey) or 3 (red, green, blue).
    public var channels: Int {
      switch self {
      case .grey8, .grey16, .float32: 1
      case .rgb8, .rgb16: 3
      }
    }
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
