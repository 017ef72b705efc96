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
  /// There is no lens model of that name.
  case lensModel(expected: [String], found: String)
  /// A lens model has another number of coefficients.
  case coefficientCount(model: String, expected: Int, found: Int)
  /// The magnifications are none of a lens.
  case radialTable(expected: String, found: String)
}

extension CameraError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .size(let width, let height):
      "expected an image of at most \(FrameError.maximumPixels) pixels, "
        + "\(FrameError.maximumSide) along a side, found \(width) × \(height)"
    case .focalLength(let axis, let found):
      "expected a focal length along \(axis) above 0, found \(found)"
    case .center(let axis, let found):
      "expected a finite centre along \(axis), found \(found)"
    case .coefficient(let index, let found):
      "expected finite distortion coefficients, found \(found) at \(index)"
    case .lensModel(let expected, let found):
      "expected the lens model \(expected.joined(separator: " or ")), found \(found)"
    case .coefficientCount(let model, let expected, let found):
      "expected \(expected) coefficients of the lens model \(model), found \(found)"
    case .radialTable(let expected, let found):
      "expected \(expected) in a table of radial magnifications, found \(found)"
    }
  }
}
