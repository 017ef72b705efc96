public import LivenessSensing

/// Finds the key points of a face, or of whatever a ``FaceDetector`` finds: a finder of the user's
/// own.
///
/// A target other than a face is a detector and a finder: its points need not be those of a face
/// (``FaceKeyPoints/init(groups:others:outline:)``), as long as they are those that the model was
/// trained on. US 2019/0347823 A1, paragraphs 0083 and 0087–0089.
public protocol KeyPointFinder: Sendable {
  /// Finds the key points within a box.
  ///
  /// - Parameters:
  ///   - image: The image as the camera gave it, grey or colour.
  ///   - box: Where the target is; it may reach beyond the image.
  ///   - threads: The most threads that take part.
  /// - Returns: The points in pixels of the image; `nil` where there are none.
  /// - Throws: An error where the image cannot be searched. It is never taken for "no points".
  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) throws -> FaceKeyPoints?
}
