/// Why numbers do not describe a camera.
public enum CameraError: Error, Sendable, Hashable {
  /// A side of the image is not positive or longer than ``FrameError/maximumSide``, or the image
  /// has more than ``FrameError/maximumPixels`` pixels.
  case size(width: Int, height: Int)
  /// A focal length is not a positive number of pixels.
  case focalLength(axis: String, found: Double)
  /// The point where the optical axis meets the image is not finite.
  case center(axis: String, found: Double)
  /// A coefficient of the distortion is not finite; `index` counts from 0 in the order of the
  /// model.
  case coefficient(index: Int, found: Double)
}
