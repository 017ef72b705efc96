public import LivenessSensing

/// What is known about a pair of sensors: how each projects, and how they stand to each other.
///
/// Read are files of this library's own format, OpenCV's YAML, and JSON with librealsense's
/// intrinsics, told apart by their content.
public struct Calibration: Sendable, Hashable {
  /// One of the pair.
  public enum Sensor: String, Sendable, Hashable, CaseIterable {
    /// The depth sensor.
    case depth
    /// The sensor of the image beside it.
    case image
  }

  /// The depth camera.
  public let depth: CameraModel?
  /// The camera of the image.
  public let image: CameraModel?
  /// From the depth camera's coordinates to the image camera's; `nil` where it is not known.
  public let depthToImage: RigidTransform?
  /// The length of one raw depth unit, where it is known.
  public let metresPerUnit: Double?

  /// Takes what is known.
  public init(
    depth: CameraModel?, image: CameraModel?, depthToImage: RigidTransform? = nil,
    metresPerUnit: Double? = nil
  ) {
    self.depth = depth
    self.image = image
    self.depthToImage = depthToImage
    self.metresPerUnit = metresPerUnit
  }

  /// The camera of one of the sensors.
  public func camera(of sensor: Sensor) -> CameraModel? {
    switch sensor {
    case .depth: depth
    case .image: image
    }
  }

  /// The largest file that is read, in bytes.
  public static let largestFile = 1 << 20

  /// Reads the file at a path.
  ///
  /// - Throws: ``CaptureError`` where the file cannot be read, is too large, or describes no camera.
  public static func read(at path: String) throws(CaptureError) -> Calibration {
    try decode(RegularFile.bytes(at: path, limit: largestFile), file: path)
  }

  /// Reads a file's bytes; `file` is the name for errors.
  ///
  /// - Throws: ``CaptureError`` where the bytes describe no camera, with what is wrong and where.
  public static func decode(_ bytes: [UInt8], file: String) throws(CaptureError) -> Calibration {
    if bytes.starts(with: Array("%YAML".utf8)) {
      return try OpenCVCalibration(bytes, file: file).calibration()
    }
    let fields = try CaptureFields(json: bytes, file: file)
    guard fields.has("format") else { return try fields.realSenseCalibration() }
    _ = try fields.choice("format", among: ["liveness-calibration/1"])
    return try fields.calibration()
  }
}

extension CaptureFields {
  /// A file of the library's own format.
  fileprivate func calibration() throws(CaptureError) -> Calibration {
    try allow(["format", "depth", "image", "depth_to_image", "metres_per_unit"])
    guard has("depth") || has("image") else {
      throw wrong("depth", expected: "a camera, or one as \"image\"", found: "nothing")
    }
    return Calibration(
      depth: has("depth") ? try object("depth").camera() : nil,
      image: has("image") ? try object("image").camera() : nil,
      depthToImage: has("depth_to_image") ? try object("depth_to_image").rigidTransform() : nil,
      metresPerUnit: has("metres_per_unit")
        ? try number("metres_per_unit", "metres above 0 and up to 1") { $0 >= 1e-9 && $0 <= 1 }
        : nil)
  }
}

extension CameraProfile {
  /// A typical camera of the image, for one of its own light; of another light, another camera took
  /// it, of which nothing is known.
  func imageCamera(takenIn light: Modality) -> CameraModel? {
    image.flatMap { $0.modality == light ? $0.camera : nil }
  }
}
