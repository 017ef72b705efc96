/// What the numbers of a depth frame mean.
public enum DepthScale: Sendable, Hashable {
  /// Metres along the optical axis.
  case metric
  /// Grows with distance; scale and offset are unknown. Only ratios of differences mean something.
  case relative
}

/// A depth map: one distance along the optical axis for each pixel.
///
/// **Units** metres (or arbitrary when `scale` is `.relative`). A pixel that saw nothing is
/// not-a-number, never 0.
public struct DepthFrame: Sendable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The distances, row-major; not-a-number where the sensor saw nothing.
  public let values: [Float]
  /// What the values mean.
  public let scale: DepthScale
  /// The camera that took it, where it is known.
  public let camera: CameraModel?

  /// Makes a frame from values that follow the frame's conventions; whatever is not finite or not
  /// positive becomes not-a-number (relative depth may be 0 or below).
  ///
  /// - Throws: ``FrameError`` where the count of values is not `width · height`, or the camera is
  ///   for another size.
  public init(
    width: Int, height: Int, values: [Float], scale: DepthScale = .metric,
    camera: CameraModel? = nil
  ) throws(FrameError) {
    try FrameError.check(
      width: width, height: height, elements: values.count, camera: camera, frame: "depth")
    self.width = width
    self.height = height
    self.scale = scale
    self.camera = camera
    self.values = values.map { value in
      value.isFinite && (scale == .relative || value > 0) ? value : .nan
    }
  }

  /// The share of pixels with a distance, 0 to 1.
  public var validShare: Double {
    Double(values.count { !$0.isNaN }) / Double(max(values.count, 1))
  }
}
