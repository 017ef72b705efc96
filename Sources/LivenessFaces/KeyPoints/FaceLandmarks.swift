/// A dense mesh of points on a face, in pixels of the image that they were found on.
///
/// Pixel (0, 0) is the centre of the top-left pixel; z runs away from the camera, at the scale of x and
/// y, from the middle of the head.
public struct FaceLandmarks: Sendable, Hashable {
  /// The points as (x, y, z), in the order of the model file's layout.
  public let points: [SIMD3<Double>]
  /// How sure the network is that the crop shows a face, 0 to 1.
  public let presence: Double

  /// Makes a mesh from its points.
  public init(points: [SIMD3<Double>], presence: Double) {
    self.points = points
    self.presence = presence
  }
}
