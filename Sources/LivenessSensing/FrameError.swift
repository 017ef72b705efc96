/// Why a frame could not be made from the data given.
public enum FrameError: Error, Sendable, Hashable {
  /// A side is not positive or longer than ``maximumSide``, or the frame is larger than
  /// ``maximumPixels``.
  case size(frame: String, width: Int, height: Int)
  /// The data does not fill the frame exactly.
  case elementCount(frame: String, expected: Int, found: Int)
  /// An image has 1 or 3 channels.
  case channels(frame: String, found: Int)
  /// The camera was calibrated for another size.
  case cameraSize(frame: String, expectedWidth: Int, expectedHeight: Int, width: Int, height: Int)
  /// The row stride of a camera's buffer, in bytes, is smaller than a row.
  case stride(frame: String, expectedAtLeast: Int, found: Int)
  /// A camera's buffer ends before the last row does.
  case byteCount(frame: String, expectedAtLeast: Int, found: Int)
  /// The length of a raw unit is not a positive number.
  case unit(frame: String, metresPerUnit: Double)
  /// A number of a ``DepthReading`` lies outside its range.
  case reading(field: String, expected: String, found: String)
  /// The way from numbers to distances needs the camera that took them.
  case missingCamera(frame: String, neededFor: String)

  /// The largest frame that is accepted: 64 megapixels.
  public static let maximumPixels = 1 << 26
  /// The longest side that is accepted; what a crop costs grows with it.
  public static let maximumSide = 1 << 14

  /// Whether a frame, or a camera's image, may have these sides.
  static func accepts(width: Int, height: Int) -> Bool {
    (1...maximumSide).contains(width) && (1...maximumSide).contains(height)
      && width * height <= maximumPixels
  }

  static func check(
    width: Int, height: Int, camera: CameraModel?, frame: String
  ) throws(FrameError) {
    guard accepts(width: width, height: height) else {
      throw .size(frame: frame, width: width, height: height)
    }
    if let camera, camera.width != width || camera.height != height {
      throw .cameraSize(
        frame: frame, expectedWidth: camera.width, expectedHeight: camera.height,
        width: width, height: height)
    }
  }

  static func check(elements: Int, expected: Int, frame: String) throws(FrameError) {
    guard elements == expected else {
      throw .elementCount(frame: frame, expected: expected, found: elements)
    }
  }
}
