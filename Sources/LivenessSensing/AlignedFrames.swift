/// Depth and image on one pixel grid, that of the image: the only form the networks accept.
///
/// Patent application US 2019/0347823 A1, paragraphs 0094–0098.
public struct AlignedFrames: Sendable {
  /// The depth map on the image's grid; a hole stays a hole.
  public let depth: DepthFrame
  /// The image, unchanged.
  public let image: ImageFrame
}
