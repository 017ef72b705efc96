public import Liveness
public import LivenessFaces
public import LivenessSensing

/// Makes a capture of files that no `capture.json` describes: a file of depth, and images beside it.
public struct CaptureImport: Sendable {
  /// A camera without the size of its images, which the file gives.
  public struct Intrinsics: Sendable, Hashable {
    /// Focal lengths in pixels.
    public let focal: SIMD2<Double>
    /// Where the optical axis meets the image, in pixels.
    public let center: SIMD2<Double>

    /// Takes focal lengths and centre, in pixels.
    public init(focal: SIMD2<Double>, center: SIMD2<Double>) {
      self.focal = focal
      self.center = center
    }
  }

  /// Where the cameras come from.
  public enum Cameras: Sendable {
    /// A pair, or one camera for both sensors.
    case calibration(Calibration)
    /// One camera for both sensors, whose frames are aligned.
    case intrinsics(Intrinsics)
    /// The typical cameras of a kind of camera: that of the depth map, and that of images in the light
    /// that it takes itself, which it may align.
    case profile(CameraProfile)
  }

  /// The path of the depth file.
  public var depth: String
  /// The paths of the images.
  public var images: [String] = []
  /// How the depth file's numbers become distances; the unit is metres where there is a mapping.
  public var reading: DepthReading
  /// How depth was packed into a small range of numbers, where it was.
  public var mapping: DepthMapping?
  /// Where the cameras come from.
  public var cameras: Cameras
  /// The light of the images; `nil` for colour where there are three channels, else ``greyModality``.
  public var modality: Modality?
  /// The light of images with one channel, where ``modality`` does not say it.
  public var greyModality = Modality.nearInfrared
  /// The sample that is full white, where samples do not fit into 8 bits.
  public var white: Double?
  /// The pixels correspond, whatever is known about the sensors.
  ///
  /// Frames of one and the same camera always do.
  public var isAligned = false
  /// The frames are crops around a face.
  public var isCropped = false
  /// Where the face is on the image.
  public var faceBox: FaceBox?

  /// Begins with what every capture needs.
  public init(depth: String, reading: DepthReading, cameras: Cameras) {
    self.depth = depth
    self.reading = reading
    self.cameras = cameras
  }

  /// Reads the files.
  ///
  /// - Throws: ``CaptureError`` where one cannot be read, or they do not fit together.
  public func capture(budget: MediaBudget = .standard) throws(CaptureError) -> LivenessCapture {
    let depth = try depthFrame(budget)
    var frames: [ImageFrame] = []
    for path in images { frames.append(try imageFrame(at: path, budget)) }
    let registration = try registration(depth, frames)
    return LivenessCapture(
      depth: depth, images: frames, registration: registration, faceBox: faceBox,
      isCropped: isCropped)
  }

  private func depthFrame(_ budget: MediaBudget) throws(CaptureError) -> DepthFrame {
    let source = try MediaSource(at: depth, budget: budget)
    let camera: CameraModel
    switch cameras {
    case .calibration(let calibration): camera = try known(calibration.depth, .depth, depth)
    case .profile(let profile): camera = profile.depthCamera
    case .intrinsics(let intrinsics):
      guard case .map(let map) = try DepthFile.decode(source, budget: budget, expecting: nil)
      else {
        throw .unsupported(
          "expected a calibration, which says how large an image the points make, found a focal "
            + "length alone", file: depth)
      }
      camera = try intrinsics.camera(width: map.width, height: map.height, file: depth)
    }
    return try DepthSamples(
      numbers: DepthNumbers(mapping: mapping, reading: reading), camera: camera
    ).frame(source, budget: budget)
  }

  private func imageFrame(
    at path: String, _ budget: MediaBudget
  ) throws(CaptureError) -> ImageFrame {
    let source = try MediaSource(at: path, budget: budget)
    let image = try ImageFile.decode(source, budget: budget, expecting: nil)
    let light = modality ?? (image.samples.channels == 3 ? .color : greyModality)
    let camera: CameraModel
    switch cameras {
    case .calibration(let calibration): camera = try known(calibration.image, .image, path)
    case .profile(let profile): camera = try typical(profile, light, path)
    case .intrinsics(let intrinsics):
      camera = try intrinsics.camera(width: image.width, height: image.height, file: path)
    }
    return try ImageSamples(modality: light, white: white, camera: camera)
      .frame(source, budget: budget)
  }

  private func known(
    _ camera: CameraModel?, _ sensor: Calibration.Sensor, _ file: String
  ) throws(CaptureError) -> CameraModel {
    guard let camera else {
      throw CaptureError(
        code: .missingKey,
        message: "expected a calibration with the camera of the \(sensor.rawValue), found none",
        file: file)
    }
    return camera
  }

  /// The camera of an image that comes with a kind of camera; of an image in another light nothing is
  /// known, unless it is said to lie on the depth map's own grid.
  private func typical(
    _ profile: CameraProfile, _ light: Modality, _ file: String
  ) throws(CaptureError) -> CameraModel {
    if let camera = profile.imageCamera(takenIn: light) { return camera }
    guard isAligned else {
      let own = profile.image.map { "that of \($0.modality) images alone" } ?? "none"
      throw CaptureError(
        code: .missingKey,
        message: "expected a calibration with the camera of an image in \(light), or one that is "
          + "aligned, found \(profile.name), which has \(own)", file: file)
    }
    return profile.depthCamera
  }

  /// Whether pixels correspond, as it is said, or as a kind of camera makes those of its own light.
  private func areAligned(_ images: [ImageFrame]) -> Bool {
    guard case .profile(let profile) = cameras, let own = profile.image, !isAligned else {
      return isAligned
    }
    return own.isAligned && images.allSatisfy { $0.modality == own.modality }
  }

  private func registration(
    _ depth: DepthFrame, _ images: [ImageFrame]
  ) throws(CaptureError) -> LivenessCapture.Registration {
    if !isAligned, case .calibration(let calibration) = cameras,
      let transform = calibration.depthToImage
    {
      return .depthToImage(transform)
    }
    let areAligned = areAligned(images)
    for (image, path) in zip(images, self.images) {
      guard areAligned || image.camera == depth.camera else {
        throw CaptureError(
          code: .missingKey,
          message: "expected a calibration that says how the sensors stand to each other "
            + "(depth_to_image), or frames that are aligned, found neither", file: path)
      }
      guard image.width == depth.width, image.height == depth.height else {
        throw CaptureError(
          code: .wrongSize,
          message: "expected \(depth.width) × \(depth.height) pixels as the depth, because the "
            + "frames are aligned, found \(image.width) × \(image.height)", file: path)
      }
    }
    return .aligned
  }
}

extension CaptureImport.Intrinsics {
  func camera(width: Int, height: Int, file: String) throws(CaptureError) -> CameraModel {
    do {
      return try CameraModel(
        width: width, height: height, focalX: focal.x, focalY: focal.y, centerX: center.x,
        centerY: center.y)
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(error)", file: file)
    }
  }
}
