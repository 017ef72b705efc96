/// The kind of light an image was taken with; an open set, so that a model file can name another.
public struct Modality: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
  /// The name used in captures and model files.
  public let rawValue: String

  /// Makes a modality from the name used in captures and model files.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Near-infrared without a pattern.
  public static let nearInfrared = Modality(rawValue: "nir")
  /// Near-infrared with the dot pattern of a structured-light projector in it.
  public static let nearInfraredWithDots = Modality(rawValue: "nir-dots")
  /// Visible light, three channels in the order red, green, blue.
  public static let color = Modality(rawValue: "rgb")

  /// The name used in captures and model files.
  public var description: String { rawValue }
}

/// An 8-bit image beside the depth map: grey or interleaved red, green, blue.
public struct ImageFrame: Sendable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue, interleaved).
  public let channels: Int
  /// The samples, row-major, 0 to 255.
  public let pixels: [UInt8]
  /// The light it was taken with.
  public let modality: Modality
  /// The camera that took it, where it is known.
  public let camera: CameraModel?

  /// Makes a frame from 8-bit samples.
  ///
  /// - Throws: ``FrameError`` where the count of samples is not `width · height · channels`, the
  ///   channels are neither 1 nor 3, or the camera is for another size.
  public init(
    width: Int, height: Int, channels: Int = 1, pixels: [UInt8],
    modality: Modality = .nearInfrared, camera: CameraModel? = nil
  ) throws(FrameError) {
    guard channels == 1 || channels == 3 else {
      throw .elementCount(frame: modality.rawValue, expected: 3, found: channels)
    }
    try FrameError.check(
      width: width, height: height, elements: pixels.count, perPixel: channels, camera: camera,
      frame: modality.rawValue)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    self.modality = modality
    self.camera = camera
  }
}
