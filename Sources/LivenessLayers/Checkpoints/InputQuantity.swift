/// Something that is measured of a capture before a network sees it.
///
/// All but the size of the face are taken over the middle of the crop: its rows and columns from
/// 20 % to 80 %. The raw value is the name in a model's card.
public enum InputQuantity: String, Sendable, Hashable, CaseIterable {
  /// The larger side of the face box, in pixels of the image.
  case faceSize = "face_pixels"
  /// The median of the valid depths, in metres.
  case faceDistance = "face_distance_metres"
  /// The share of the pixels with a valid depth, 0 to 1.
  case depthCoverage = "depth_coverage"
  /// How far the valid depths are apart, from the tenth to the ninetieth percentile, in metres.
  case depthRelief = "depth_relief_metres"
  /// The mean of grey, 0 (black) to 1 (white).
  case imageBrightness = "image_brightness"
  /// The population standard deviation of grey, 0 to 0.5.
  case imageContrast = "image_contrast"
}
