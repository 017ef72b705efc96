/// Why depth and image cannot be brought onto one grid.
public enum AlignmentError: Error, Sendable, Hashable {
  /// A frame must say which camera took it, before it can be seen from another place.
  case missingCamera(frame: String)
  /// A frame does not have the size that the other one, or the aligner, asks for.
  case size(frame: String, expectedWidth: Int, expectedHeight: Int, width: Int, height: Int)
  /// Depth of unknown scale has no place in space that could be seen from another camera.
  case relativeDepth
  /// The depth pixels cover the image so many times over that cameras or transform must be wrong.
  case implausibleGeometry(paintedPixels: Int, limit: Int)
}

extension AlignmentError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .missingCamera(let frame):
      "the \(frame) frame has no camera, which the alignment needs"
    case .size(let frame, let expectedWidth, let expectedHeight, let width, let height):
      "the \(frame) frame must have \(expectedWidth) × \(expectedHeight) pixels, "
        + "found \(width) × \(height)"
    case .relativeDepth:
      "relative depth cannot be seen from another camera; it must come aligned"
    case .implausibleGeometry(_, let limit):
      "the depth pixels would cover more than \(limit) pixels of the image; cameras and transform "
        + "do not fit together"
    }
  }
}
