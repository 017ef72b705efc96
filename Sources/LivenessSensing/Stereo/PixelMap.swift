/// For each pixel of an image to be made, the place on another image that it shows.
public struct PixelMap: Sendable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The places in pixels, row-major; not a number where the lens model sends no ray there.
  public let places: [SIMD2<Float>]
  private let originalWidth: Int
  private let originalHeight: Int

  /// The map from the image of one camera to that of another one at the same place.
  ///
  /// - Parameters:
  ///   - first: The camera of the image to be made.
  ///   - second: The camera of the image to be read.
  ///   - rotation: From the second camera's coordinates to the first one's; where it translates,
  ///     that is left out, because nothing is known of distances.
  public init(
    from first: CameraModel, to second: CameraModel, by rotation: RigidTransform = .identity
  ) {
    let back = rotation.matrix.transposed
    width = first.width
    height = first.height
    originalWidth = second.width
    originalHeight = second.height
    var places: [SIMD2<Float>] = []
    places.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width {
        let place = first.ray(through: SIMD2(Double(x), Double(y))).flatMap {
          second.project(back * SIMD3($0, 1))
        }
        places.append(place.map { SIMD2<Float>($0) } ?? SIMD2(repeating: .nan))
      }
    }
    self.places = places
  }

  /// The map that takes the distortion out of a camera's images: from the ideal image to the real
  /// one.
  public init(undistorting camera: CameraModel) throws(CameraError) {
    let ideal = try CameraModel(
      width: camera.width, height: camera.height, focalX: camera.focalX, focalY: camera.focalY,
      centerX: camera.centerX, centerY: camera.centerY)
    self.init(from: ideal, to: camera)
  }

  /// Makes the image, linear between the pixels of the original; what lies outside of it is 0, and
  /// `false` in the mask.
  ///
  /// - Parameters:
  ///   - image: The original, from the camera that the map leads to.
  ///   - camera: The camera that would have taken the new image, where it is known.
  ///
  /// - Returns: The image, and which of its pixels the original shows.
  /// - Throws: ``FrameError/cameraSize(frame:expectedWidth:expectedHeight:width:height:)`` where the
  ///   image does not have the size of the camera that the map leads to, or the camera is for another
  ///   size than the map.
  public func apply(
    to image: ImageFrame, camera: CameraModel? = nil
  ) throws(FrameError) -> (image: ImageFrame, mask: PixelMask) {
    let frame = image.modality.rawValue
    try FrameError.check(width: width, height: height, camera: camera, frame: frame)
    guard image.width == originalWidth, image.height == originalHeight else {
      throw .cameraSize(
        frame: frame, expectedWidth: originalWidth, expectedHeight: originalHeight,
        width: image.width, height: image.height)
    }
    let sampling = ImageSampling(image)
    var samples: [UInt8] = []
    samples.reserveCapacity(places.count * image.channels)
    let mask = places.map { sampling.append(at: SIMD2<Double>($0), to: &samples) }
    let made = ImageFrame(
      width: width, height: height, channels: image.channels, checked: samples,
      modality: image.modality, camera: camera)
    return (made, PixelMask(width: width, height: height, values: mask))
  }
}
