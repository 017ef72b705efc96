public import LivenessSensing

/// 68 named points of a face in the Multi-PIE order, in pixels of the image they were found on.
///
/// The seven groups are those of US 2019/0347823 A1, paragraph 0089. Points are listed from the
/// image's left to its right.
public struct FaceKeyPoints: Sendable, Hashable {
  /// The points as (x, y); pixel (0, 0) is the centre of the top-left pixel.
  public let points: [SIMD2<Double>]

  /// Makes key points from 68 positions in the Multi-PIE order.
  ///
  /// - Precondition: There are 68 points.
  public init(points: [SIMD2<Double>]) {
    precondition(points.count == 68, "expected 68 key points, found \(points.count)")
    self.points = points
  }
}
