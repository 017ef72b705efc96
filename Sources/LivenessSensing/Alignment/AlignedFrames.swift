/// Depth and image on one pixel grid: the only form the networks accept.
///
/// Patent application US 2019/0347823 A1, paragraphs 0094–0098.
public struct AlignedFrames: Sendable {
  /// The depth map; a hole stays a hole.
  public let depth: DepthFrame
  /// The image; unchanged where the grid is its own.
  public let image: ImageFrame
  /// Which pixels of the image mean something; `nil` where all do, because the grid is its own.
  public let imageMask: PixelMask?

  /// Takes frames whose pixels correspond already.
  ///
  /// - Throws: ``AlignmentError/size(frame:expectedWidth:expectedHeight:width:height:)`` where the
  ///   depth frame does not have the image's size.
  public init(
    alreadyAligned depth: DepthFrame, to image: ImageFrame
  ) throws(AlignmentError) {
    guard depth.width == image.width, depth.height == image.height else {
      throw .size(
        frame: "depth", expectedWidth: image.width, expectedHeight: image.height,
        width: depth.width, height: depth.height)
    }
    self.init(aligned: depth, image)
  }

  /// Brings a depth frame onto the image's grid, as ``FrameAligner`` describes.
  ///
  /// For many frames of the same pair of cameras, make a ``FrameAligner`` once.
  ///
  /// - Parameters:
  ///   - depth: The depth map in metres, with its camera.
  ///   - image: The image, with its camera.
  ///   - transform: From the depth camera's coordinates to the image camera's.
  ///
  /// - Throws: ``AlignmentError`` where a frame has no camera, the depth is relative, or cameras
  ///   and transform do not fit together.
  public init(
    aligning depth: DepthFrame, to image: ImageFrame, by transform: RigidTransform
  ) throws(AlignmentError) {
    try self.init(aligning: depth, to: image, by: transform, keeping: AlignerCache())
  }

  /// The same with an aligner that is kept from frame to frame.
  package init(
    aligning depth: DepthFrame, to image: ImageFrame, by transform: RigidTransform,
    keeping aligners: AlignerCache
  ) throws(AlignmentError) {
    guard let depthCamera = depth.camera else { throw .missingCamera(frame: "depth") }
    guard let imageCamera = image.camera else {
      throw .missingCamera(frame: image.modality.rawValue)
    }
    let aligner = aligners.aligner(from: depthCamera, to: imageCamera, by: transform)
    self = try aligner.align(depth, to: image)
  }

  init(aligned depth: DepthFrame, _ image: ImageFrame, mask: PixelMask? = nil) {
    self.depth = depth
    self.image = image
    imageMask = mask
  }
}
