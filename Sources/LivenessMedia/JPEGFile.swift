/// Reads and writes JPEG images through libjpeg-turbo.
public enum JPEGFile {
  /// Compresses 8-bit samples, interleaved, row-major; `channels` is 1 or 3; quality 1 to 100.
  public static func encode(
    width: Int, height: Int, channels: Int, pixels: [UInt8], quality: Int = 85
  ) throws(CaptureError) -> [UInt8] {
    throw CaptureError(code: .notReadable, message: "", file: "")
  }
}
