/// Why an image could not be searched for faces; never the same as finding none.
public enum FaceDetectionError: Error, Sendable, Hashable {
  /// The detector needs colour and the image is grey, or the other way round.
  case channels(expected: Int, found: Int)
  /// The image is too small, too long or too large for the detector, or of a size at which the outputs of
  /// its network do not fit each other.
  case imageSize(expected: String, width: Int, height: Int)
  /// An option of the detector lies outside its range, or the detector has no such choice.
  case option(name: String, expected: String, found: String)
  /// The network gave something that is no number.
  case notFinite(output: String)
}

extension FaceDetectionError: CustomStringConvertible {
  /// What was expected and what was found, in one sentence.
  public var description: String {
    switch self {
    case .channels(let expected, let found):
      "the detector needs an image of \(expected) channels, found \(found)"
    case .imageSize(let expected, let width, let height):
      "the detector needs \(expected), found \(width) × \(height) pixels"
    case .option(let name, let expected, let found):
      "the detector's option \(name) must be \(expected), found \(found)"
    case .notFinite(let output):
      "the detector's output \(output) holds something that is no number"
    }
  }
}
