/// How a camera's buffer stores the samples of an image.
public enum ImageFormat: Sendable, Hashable {
  /// One byte of grey a pixel.
  case grey8
  /// Three bytes a pixel: red, green, blue.
  case rgb8

  /// 1 (grey) or 3 (red, green, blue).
  public var channels: Int {
    switch self {
    case .grey8: 1
    case .rgb8: 3
    }
  }
}
