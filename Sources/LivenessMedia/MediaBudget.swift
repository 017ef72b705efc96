/// How large files and images may be; checked before anything of that size is allocated.
public struct MediaBudget: Sendable, Hashable {
  /// The largest file, in bytes.
  public let fileBytes: Int
  /// The largest image, in pixels.
  public let imagePixels: Int

  /// Sets the limits.
  public init(fileBytes: Int, imagePixels: Int) {
    self.fileBytes = fileBytes
    self.imagePixels = imagePixels
  }

  /// 256 MiB a file and 64 megapixels an image.
  public static let standard = MediaBudget(fileBytes: 1 << 28, imagePixels: 1 << 26)

  func check(width: Int, height: Int, file: String) throws(CaptureError) {
    guard width > 0, height > 0, width <= Self.longestSide, height <= Self.longestSide,
      width * height <= imagePixels
    else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected an image of at most \(imagePixels) pixels, found \(width) × \(height)",
        file: file)
    }
  }

  private static let longestSide = 1 << 20
}
