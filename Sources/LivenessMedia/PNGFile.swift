/// Reads and writes PNG images through libspng.
public enum PNGFile {
  /// Compresses 8-bit samples, interleaved, row-major; `channels` is 1, 3 or 4.
  public static func encode(
    width: Int, height: Int, channels: Int, pixels: [UInt8]
  ) throws(CaptureError) -> [UInt8] {
    throw CaptureError(code: .notReadable, message: "", file: "")
  }
}
