/// What a file of depth holds.
public enum DecodedDepth: Sendable, Hashable {
  /// One number for each pixel of a camera.
  case map(DecodedImage)
  /// Points in space.
  case cloud(DecodedCloud)
}
