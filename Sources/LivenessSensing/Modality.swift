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

  /// No light: a depth map drawn as a picture, where a capture holds no image.
  public static let depth = Modality(rawValue: "depth")

  /// The name used in captures and model files.
  public var description: String { rawValue }
}
