/// A face that a detector found on an image.
public struct DetectedFace: Sendable, Hashable {
  /// Where the face is; it may reach beyond the image.
  ///
  /// **Units** pixels of the image, edge coordinates.
  public let box: FaceBox
  /// How sure the detector is, 0 to 1.
  public let score: Double
  /// The few points that some detectors mark, in the detector's order; empty otherwise.
  ///
  /// **Units** pixels of the image; (0, 0) is the centre of the top-left pixel.
  public let landmarks: [SIMD2<Double>]

  /// Describes a face that was found.
  public init(box: FaceBox, score: Double, landmarks: [SIMD2<Double>] = []) {
    self.box = box
    self.score = score
    self.landmarks = landmarks
  }
}
