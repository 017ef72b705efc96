public import LivenessSensing
public import LivenessTensors

extension FaceCrop {
  /// The red, green and blue of an image within the square, resampled as ``grey(of:)`` does.
  ///
  /// **Shape** `[3, size, size]`. **Units** 0 to 1.
  ///
  /// - Precondition: The image has three channels.
  public func rgb(of image: ImageFrame) -> Tensor {
    Tensor(shape: [3, size, size], scalars: planes(of: image, white: 1).flatMap { $0 })
  }
}
