/// What is known about a kind of depth camera: how to read its numbers, and how its images lie.
///
/// The cameras are typical ones. Every device has its own calibration, which is better where it is
/// known.
public struct CameraProfile: Sendable, Hashable {
  /// The image that comes with the depth map.
  public struct Image: Sendable, Hashable {
    /// The light it is taken with.
    public let modality: Modality
    /// Whether its pixels correspond to those of the depth map.
    public let isAligned: Bool
    /// A typical camera of it.
    public let camera: CameraModel

    /// Gathers what is known about the image.
    public init(modality: Modality, isAligned: Bool, camera: CameraModel) {
      self.modality = modality
      self.isAligned = isAligned
      self.camera = camera
    }
  }

  /// The name by which captures call it, such as `realsense-d435`.
  public let name: String
  /// The name for people.
  public let title: String
  /// How its numbers become distances.
  public let reading: DepthReading
  /// A typical camera of the depth map.
  public let depthCamera: CameraModel
  /// The image that comes with the depth map, where there is one.
  public let image: Image?
  /// Where each figure comes from.
  public let sources: [String]

  /// Describes a depth camera by numbers alone.
  public init(
    name: String, title: String, reading: DepthReading, depthCamera: CameraModel,
    image: Image? = nil, sources: [String] = []
  ) {
    self.name = name
    self.title = title
    self.reading = reading
    self.depthCamera = depthCamera
    self.image = image
    self.sources = sources
  }
}
