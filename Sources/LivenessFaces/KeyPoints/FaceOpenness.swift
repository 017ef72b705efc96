/// How far eyes and mouth are open: the gap between the lids or the inner lips over the distance of
/// the corners, never below 0 (the eye aspect ratio of Soukupová and Čech, 2016).
///
/// It is estimated from the picture, so that a turned head does not change it.
public struct FaceOpenness: Sendable, Hashable {
  /// The eye on the image's left; about 0.3 where it is open.
  public let leftEye: Double
  /// The eye on the image's right.
  public let rightEye: Double
  /// The mouth; 0 where the lips meet.
  public let mouth: Double

  /// Gathers the three; what is below 0 is taken for 0.
  public init(leftEye: Double, rightEye: Double, mouth: Double) {
    self.leftEye = max(0, leftEye)
    self.rightEye = max(0, rightEye)
    self.mouth = max(0, mouth)
  }
}
