import LivenessMedia
import LivenessSensing

/// A photo that was read, or why it could not be, and how long that took.
struct ReadPhoto: Sendable {
  /// Where it was read from.
  let path: String
  /// The photo.
  let image: Result<ImageFrame, CaptureError>
  /// The time that reading it took.
  let milliseconds: Double

  /// Reads a photo.
  init(at path: String) {
    let clock = ContinuousClock()
    let start = clock.now
    self.path = path
    image = Result { () throws(CaptureError) in try ImageFile.photo(at: path) }
    milliseconds = (clock.now - start) / .milliseconds(1)
  }

  /// Reads the first photo at a path that names one, or a folder of them; `nil` where there is none.
  static func first(at path: String) -> ReadPhoto? {
    (try? ImageFolder.find(at: path).first).map { ReadPhoto(at: $0) }
  }
}
