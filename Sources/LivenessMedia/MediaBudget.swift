import LivenessSensing

/// How large files and images may be; checked before anything of that size is allocated.
///
/// All frames of a capture together may have ``fullImages`` times the pixels of one image.
public struct MediaBudget: Sendable, Hashable {
  /// The largest file, in bytes.
  public let fileBytes: Int
  /// The largest image, in pixels.
  public let imagePixels: Int
  /// The largest point cloud, in points.
  public let cloudPoints: Int

  /// Sets the limits.
  public init(fileBytes: Int, imagePixels: Int, cloudPoints: Int = 1 << 24) {
    self.fileBytes = fileBytes
    self.imagePixels = imagePixels
    self.cloudPoints = cloudPoints
  }

  /// 256 MiB a file, 64 megapixels an image and 16 million points a cloud.
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

  /// As many of the largest images as a capture may have: a depth map, and three images beside it.
  public static let fullImages = 4

  /// Refuses cameras whose frames would be more than a capture may have together.
  func check(pixelsOf cameras: [CameraModel], file: String) throws(CaptureError) {
    let pixels = cameras.reduce(0) { $0 + $1.width * $1.height }
    let (limit, isEndless) = imagePixels.multipliedReportingOverflow(by: Self.fullImages)
    guard isEndless || pixels <= limit else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected frames of at most \(limit) pixels together, found \(pixels)", file: file)
    }
  }

  func check(points: Int, file: String) throws(CaptureError) {
    guard points <= cloudPoints else {
      throw CaptureError(
        code: .budgetExceeded,
        message: "expected a cloud of at most \(cloudPoints) points, found \(points)", file: file)
    }
  }

  private static let longestSide = 1 << 20
}
