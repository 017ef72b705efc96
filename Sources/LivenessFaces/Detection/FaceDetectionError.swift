/// Why an image could not be searched for faces; never the same as finding none.
public enum FaceDetectionError: Error, Sendable, Hashable {
  /// The detector needs colour and the image is grey, or the other way round.
  case channels(expected: Int, found: Int)
  /// The image is too small, too long or too large for the detector.
  case imageSize(expected: String, width: Int, height: Int)
  /// An option of the detector lies outside its range, or the detector has no such choice.
  case option(name: String, expected: String, found: String)
  /// The network gave something that is no number.
  case notFinite(output: String)
}
