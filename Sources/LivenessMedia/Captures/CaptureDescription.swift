import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing

/// What `capture.json` says, checked as far as that is possible without the frames it names.
struct CaptureDescription {
  /// The depth file and how to read it.
  struct Depth {
    let file: String
    let array: String?
    let numbers: DepthNumbers
    let camera: CameraModel
    let time: Duration?
  }

  /// An image file and how to read it.
  struct Image {
    let file: String
    let array: String?
    let modality: Modality
    /// The sample that is full white, where one does not fit into 8 bits.
    let white: Double?
    let camera: CameraModel
    let time: Duration?
  }

  let depth: Depth
  let images: [Image]
  let registration: LivenessCapture.Registration
  let isCropped: Bool
  let faceBox: FaceBox?

  /// When the images were taken: the time farthest from the depth map's, where they differ.
  var imageTime: Duration? {
    guard let depthTime = depth.time else { return images.compactMap(\.time).max() }
    return images.compactMap(\.time).max { abs($0 - depthTime) < abs($1 - depthTime) }
  }

  private func abs(_ time: Duration) -> Duration { time < .zero ? .zero - time : time }

  /// The latest time of a frame, in seconds.
  static let latest = 9e9
  /// The largest `capture.json`, in bytes.
  static let largestFile = 1 << 20
  private static let mostImages = 16
  /// The kinds of light that a description can name.
  static let modalities: [Modality] = [.nearInfrared, .nearInfraredWithDots, .color]

  /// Reads a description; `files` gives the calibration files that it names.
  init(json: [UInt8], file: String, files: CaptureFiles) throws(CaptureError) {
    let fields = try CaptureFields(json: json, file: file)
    try fields.allow([
      "format", "depth", "images", "aligned", "cropped", "depth_to_image", "homography", "face_box",
      "calibration", "preset",
    ])
    _ = try fields.choice("format", among: ["liveness-capture/1"])
    let calibration =
      fields.has("calibration") ? try files.calibration(fields.fileName("calibration")) : nil
    let cameras = CaptureCameras(
      files: files, calibration: calibration,
      profile: fields.has("preset") ? try fields.cameraProfile("preset") : nil)
    depth = try Depth(fields.object("depth"), cameras)
    images = try fields.objects("images", atMost: Self.mostImages).map {
      (image) throws(CaptureError) in
      try Image(image, cameras)
    }
    try files.budget.check(
      pixelsOf: [depth.camera] + images.map(\.camera), file: file)
    isCropped = fields.has("cropped") ? try fields.boolean("cropped") : false
    faceBox = fields.has("face_box") ? try FaceBox(fields.faceBox()) : nil
    registration = try Self.registration(
      fields, depth: depth, images: images, calibrated: calibration?.depthToImage)
  }

  private static func registration(
    _ fields: CaptureFields, depth: Depth, images: [Image], calibrated: RigidTransform?
  ) throws(CaptureError) -> LivenessCapture.Registration {
    let isAligned = try fields.boolean("aligned")
    let given = ["depth_to_image", "homography"].filter(fields.has)
    guard isAligned else {
      switch given {
      case ["homography"]: return .homography(try fields.homography("homography"))
      case [] where images.isEmpty: return .aligned
      case []:
        if let calibrated { return .depthToImage(calibrated) }
        fallthrough
      case ["depth_to_image"]:
        return .depthToImage(try fields.object("depth_to_image").rigidTransform())
      default:
        throw fields.wrong(
          "homography", expected: "nothing beside depth_to_image, which says more", found: "both")
      }
    }
    if let name = given.first {
      throw fields.wrong(
        name, expected: "no transform, because aligned is true", found: "one")
    }
    for (index, image) in images.enumerated()
    where image.camera.width != depth.camera.width || image.camera.height != depth.camera.height {
      throw fields.wrong(
        "images[\(index)].camera",
        expected: "\(depth.camera.width) × \(depth.camera.height) pixels as the depth camera, "
          + "because aligned is true",
        found: "\(image.camera.width) × \(image.camera.height)", code: .wrongSize)
    }
    return .aligned
  }
}

/// Where the cameras of a capture come from that its description does not spell out.
struct CaptureCameras {
  let files: CaptureFiles
  /// The calibration of the whole capture.
  let calibration: Calibration?
  /// What is known about the kind of camera.
  let profile: CameraProfile?

  /// The camera of the depth map.
  func depth(_ fields: CaptureFields) throws(CaptureError) -> CameraModel {
    try camera(fields, .depth, typical: profile?.depthCamera)
  }

  /// The camera of an image; that of the kind of camera stands for images of its own light alone.
  func image(_ fields: CaptureFields, takenIn light: Modality) throws(CaptureError) -> CameraModel {
    try camera(fields, .image, typical: profile?.imageCamera(takenIn: light))
  }

  /// The camera that an object describes, names by a calibration file, or leaves to the capture's.
  private func camera(
    _ fields: CaptureFields, _ sensor: Calibration.Sensor, typical: CameraModel?
  ) throws(CaptureError) -> CameraModel {
    if let camera = calibration?.camera(of: sensor) ?? typical, !fields.has("camera") {
      return camera
    }
    guard fields.isString("camera") else { return try fields.object("camera").camera() }
    let name = try fields.fileName("camera")
    guard let camera = try files.calibration(name).camera(of: sensor) else {
      throw fields.wrong(
        "camera", expected: "a calibration file with the camera of the \(sensor.rawValue)",
        found: "\"\(name)\", which has none")
    }
    return camera
  }
}

extension CaptureDescription.Depth {
  fileprivate init(_ fields: CaptureFields, _ cameras: CaptureCameras) throws(CaptureError) {
    try fields.allow(["file", "array", "camera", "time_seconds"] + CaptureFields.depthNumberNames)
    file = try fields.fileName("file")
    array = fields.has("array") ? try fields.string("array") : nil
    numbers = try fields.depthNumbers(
      calibrated: cameras.calibration?.metresPerUnit, profile: cameras.profile?.reading)
    camera = try cameras.depth(fields)
    time = try fields.time()
  }
}

extension CaptureDescription.Image {
  fileprivate init(_ fields: CaptureFields, _ cameras: CaptureCameras) throws(CaptureError) {
    try fields.allow(["file", "modality", "camera", "white", "array", "time_seconds"])
    file = try fields.fileName("file")
    array = fields.has("array") ? try fields.string("array") : nil
    let modalities = CaptureDescription.modalities.map(\.rawValue)
    modality = Modality(rawValue: try fields.choice("modality", among: modalities))
    white =
      fields.has("white")
      ? try fields.number("white", "a number above 0 and up to 65535") { $0 > 0 && $0 <= 65_535 }
      : nil
    camera = try cameras.image(fields, takenIn: modality)
    time = try fields.time()
  }
}

extension FaceBox {
  fileprivate init(_ edges: [Double]) {
    self.init(x: edges[0], y: edges[1], width: edges[2], height: edges[3])
  }
}

extension CaptureFields {
  /// When a frame was taken, where it says so; the clock may have been started thirty years ago.
  fileprivate func time() throws(CaptureError) -> Duration? {
    guard has("time_seconds") else { return nil }
    let seconds = try number("time_seconds", "a number of seconds from 0 to 9e9") {
      (0...CaptureDescription.latest).contains($0)
    }
    return .nanoseconds(Int64((seconds * 1e9).rounded()))
  }
}
