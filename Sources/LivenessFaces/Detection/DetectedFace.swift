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
  /// What some detectors say about the face besides, such as that an eye is closed, in the detector's
  /// order, 0 to 1; empty otherwise.
  public let attributes: [Double]

  /// Describes a face that was found.
  public init(
    box: FaceBox, score: Double, landmarks: [SIMD2<Double>] = [], attributes: [Double] = []
  ) {
    self.box = box
    self.score = score
    self.landmarks = landmarks
    self.attributes = attributes
  }
}
