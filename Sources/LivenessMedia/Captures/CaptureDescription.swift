import LivenessFaces
import LivenessLayers
import LivenessSensing

/// What `capture.json` says, checked as far as that is possible without the files it names.
struct CaptureDescription {
  /// The depth file and how to read it.
  struct Depth {
    let file: String
    let metresPerUnit: Double?
    let invalid: [UInt16]
    let camera: CameraModel
  }

  /// An image file and how to read it.
  struct Image {
    let file: String
    let modality: Modality
    let camera: CameraModel
  }

  let depth: Depth
  let images: [Image]
  let depthToImage: RigidTransform?
  let isCropped: Bool
  let faceBox: FaceBox?

  /// The largest `capture.json`, in bytes.
  static let largestFile = 1 << 20
  private static let mostImages = 16

  init(json: [UInt8], file: String) throws(CaptureError) {
    let fields = try CaptureFields(json: json, file: file)
    try fields.allow([
      "format", "depth", "images", "aligned", "cropped", "depth_to_image", "face_box",
    ])
    _ = try fields.choice("format", among: ["liveness-capture/1"])
    depth = try Depth(fields.object("depth"))
    images = try fields.objects("images", atMost: Self.mostImages).map {
      (image) throws(CaptureError) in
      try Image(image)
    }
    isCropped = fields.has("cropped") ? try fields.boolean("cropped") : false
    faceBox = fields.has("face_box") ? try FaceBox(fields.faceBox()) : nil
    depthToImage = try Self.registration(fields, depth: depth, images: images)
  }

  /// `nil` where the pixels correspond already.
  private static func registration(
    _ fields: CaptureFields, depth: Depth, images: [Image]
  ) throws(CaptureError) -> RigidTransform? {
    let isAligned = try fields.boolean("aligned")
    guard isAligned else {
      guard !images.isEmpty || fields.has("depth_to_image") else { return nil }
      return try fields.object("depth_to_image").rigidTransform()
    }
    if fields.has("depth_to_image") {
      throw fields.wrong(
        "depth_to_image", expected: "no transform, because aligned is true", found: "one")
    }
    for (index, image) in images.enumerated()
    where image.camera.width != depth.camera.width || image.camera.height != depth.camera.height {
      throw fields.wrong(
        "images[\(index)].camera",
        expected: "\(depth.camera.width) × \(depth.camera.height) pixels as the depth camera, "
          + "because aligned is true",
        found: "\(image.camera.width) × \(image.camera.height)", code: .wrongSize)
    }
    return nil
  }
}

extension CaptureDescription.Depth {
  fileprivate init(_ fields: CaptureFields) throws(CaptureError) {
    try fields.allow(["file", "metres_per_unit", "invalid", "camera"])
    file = try fields.fileName("file")
    metresPerUnit = try fields.metresPerUnit("metres_per_unit")
    invalid = try fields.integers("invalid", in: 0...65_535, atMost: 256).map { UInt16($0) }
    camera = try fields.object("camera").camera()
  }
}

extension CaptureDescription.Image {
  fileprivate init(_ fields: CaptureFields) throws(CaptureError) {
    try fields.allow(["file", "modality", "camera"])
    file = try fields.fileName("file")
    let modalities: [Modality] = [.nearInfrared, .nearInfraredWithDots, .color]
    modality = Modality(
      rawValue: try fields.choice("modality", among: modalities.map(\.rawValue)))
    camera = try fields.object("camera").camera()
  }
}

extension FaceBox {
  fileprivate init(_ edges: [Double]) {
    self.init(x: edges[0], y: edges[1], width: edges[2], height: edges[3])
  }
}
