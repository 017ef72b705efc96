public import LivenessFaces
public import LivenessSensing

/// What the cameras saw at one moment: depth, the images beside it, and how the sensors stand to
/// each other.
///
/// Patent application US 2019/0347823 A1, paragraphs 0083–0086 and 0094–0098.
public struct LivenessCapture: Sendable {
  /// How depth and image pixels correspond.
  public enum Registration: Sendable, Hashable {
    /// Pixel for pixel: both frames have the same size and see along the same rays.
    case aligned
    /// A point in the depth camera's coordinates, taken to the image camera's. Both frames need
    /// their cameras.
    case depthToImage(RigidTransform)
    /// A pixel of the depth map, taken to a pixel of the image, where nothing else is known.
    case homography(Homography)
  }

  /// The depth map.
  public let depth: DepthFrame
  /// The images beside it; a model uses those of the modality it was trained on.
  public let images: [ImageFrame]
  /// How depth and image pixels correspond.
  public let registration: Registration
  /// Where the face is on the image, in pixels; without it a detector looks for it, and where that finds
  /// none, or there is no image to search, the decision is `undetermined`.
  public let faceBox: FaceBox?
  /// The frame is a crop around a face, so that the face may reach its borders.
  public let isCropped: Bool
  /// When the depth map was taken; `nil` where that is not known.
  public let depthTime: Duration?
  /// When the images were taken, by the same clock; `nil` where that is not known.
  public let imageTime: Duration?

  /// Gathers what the cameras saw.
  public init(
    depth: DepthFrame, images: [ImageFrame], registration: Registration, faceBox: FaceBox? = nil,
    isCropped: Bool = false, depthTime: Duration? = nil, imageTime: Duration? = nil
  ) {
    self.depth = depth
    self.images = images
    self.registration = registration
    self.faceBox = faceBox
    self.isCropped = isCropped
    self.depthTime = depthTime
    self.imageTime = imageTime
  }

  /// How long depth and images were taken apart; `nil` where that is not known.
  public var timeSkew: Duration? {
    guard let depthTime, let imageTime else { return nil }
    return depthTime < imageTime ? imageTime - depthTime : depthTime - imageTime
  }
}
