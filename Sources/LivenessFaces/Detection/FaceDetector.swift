public import LivenessSensing

/// Finds faces on an image: a detector of the library, or one of the user's own.
public protocol FaceDetector: Sendable {
  /// Finds the faces of an image, the surest first.
  ///
  /// - Parameters:
  ///   - image: The image as the camera gave it, grey or colour.
  ///   - threads: The most threads that take part.
  /// - Returns: The faces; none where there is none.
  /// - Throws: An error where the image cannot be searched. It is never taken for "no face".
  func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace]
}
