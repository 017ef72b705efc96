import LivenessSensing

extension CaptureFields {
  private static let imageNames = [
    "color", "infrared", "infrared1", "infrared2", "ir", "image",
  ]

  /// A file with the members of librealsense's `rs2_intrinsics` and `rs2_extrinsics` for `depth` and
  /// one other stream, such as `color` or `infrared`; `depth_scale` is the length of a unit.
  ///
  /// librealsense, Projection in RealSense SDK 2.0: rotations are stored column by column.
  func realSenseCalibration() throws(CaptureError) -> Calibration {
    let images = Self.imageNames.filter(has)
    guard has("depth") || !images.isEmpty else {
      throw wrong(
        "format",
        expected: "\"liveness-calibration/1\", or \"depth\" and \"color\" with the intrinsics of "
          + "librealsense", found: "neither")
    }
    guard images.count <= 1 else {
      throw wrong(
        images[1], expected: "the stream of one image, to which the transform leads",
        found: images.joined(separator: " and "))
    }
    let transform = try realSenseTransform(to: images.first)
    return Calibration(
      depth: has("depth") ? try object("depth").realSenseCamera() : nil,
      image: try images.first.map { (name) throws(CaptureError) in
        try object(name).realSenseCamera()
      },
      depthToImage: transform,
      metresPerUnit: has("depth_scale")
        ? try number("depth_scale", "metres above 0 and up to 1") { $0 >= 1e-9 && $0 <= 1 } : nil)
  }

  /// The way from the depth camera to that of a stream; one to another stream is refused.
  private func realSenseTransform(to image: String?) throws(CaptureError) -> RigidTransform? {
    let given = names.filter { $0.hasPrefix("depth_to_") || $0 == "extrinsics" }
    let accepted = Set(["depth_to_image", "extrinsics"] + (image.map { ["depth_to_\($0)"] } ?? []))
    let expected = "\(accepted.sorted().joined(separator: " or ")), one of them"
    for name in given where !accepted.contains(name) {
      throw wrong(name, expected: expected, found: "a transform to another stream")
    }
    guard given.count <= 1 else {
      throw wrong(given[1], expected: expected, found: given.joined(separator: " and "))
    }
    return try given.first.map { (name) throws(CaptureError) in
      try object(name).realSenseTransform()
    }
  }

  private func realSenseCamera() throws(CaptureError) -> CameraModel {
    let side = 1...FrameError.maximumSide
    let (width, height) = (try integer("width", in: side), try integer("height", in: side))
    let focal = "a number of pixels above 0 and up to 1000000"
    let center = "a number of pixels within ±1000000"
    let distortion = try realSenseDistortion()
    do {
      return try CameraModel(
        width: width, height: height, focalX: number("fx", focal) { $0 > 0 && $0 <= 1e6 },
        focalY: number("fy", focal) { $0 > 0 && $0 <= 1e6 },
        centerX: number("ppx", center) { abs($0) <= 1e6 },
        centerY: number("ppy", center) { abs($0) <= 1e6 }, distortion: distortion)
    } catch let error as CaptureError {
      throw error
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(path): \(error)", file: file)
    }
  }

  /// The lens, whose model is named in one of librealsense's ways.
  private func realSenseDistortion() throws(CaptureError) -> LensDistortion {
    let model = try realSenseModel()
    if (model ?? "none") == "none" && !has("coeffs") { return .none }
    let coefficients = try numbers("coeffs", count: 5)
    guard coefficients.allSatisfy({ abs($0) <= 1e3 }) else {
      throw wrong("coeffs", expected: "numbers within ±1000", found: "\(coefficients)")
    }
    let isStraight = coefficients.allSatisfy { $0 == 0 }
    // The modified model bends the tangential part once more; without one, both are the same.
    let hasTangential = coefficients[2] != 0 || coefficients[3] != 0
    let expected =
      "\"Brown Conrady\", \"Inverse Brown Conrady\", \"None\", or \"Modified Brown Conrady\" "
      + "without tangential coefficients"
    let name: String
    switch model {
    case "none": return .none
    case nil where isStraight: return .none
    case nil: throw wrong("model", expected: expected, found: "nothing", code: .missingKey)
    case "brownconrady": name = "brown-conrady"
    case "inversebrownconrady": name = "inverse-brown-conrady"
    case "modifiedbrownconrady" where !hasTangential: name = "brown-conrady"
    case let other?: throw wrong("model", expected: expected, found: "\"\(other)\"")
    }
    // Of these models, coefficients that are all 0 are an ideal pinhole's.
    guard !isStraight else { return .none }
    do {
      return try LensDistortion(model: name, coefficients: coefficients)
    } catch {
      throw wrong("coeffs", expected: "a lens", found: "\(error)")
    }
  }

  /// The model's letters; a number is its place in `rs2_distortion`; `nil` where none is named.
  private func realSenseModel() throws(CaptureError) -> String? {
    guard has("model") else { return nil }
    guard isString("model") else {
      let models = [
        "none", "modifiedbrownconrady", "inversebrownconrady", "ftheta", "brownconrady",
      ]
      return models[try integer("model", in: 0...4)]
    }
    let letters = try string("model").lowercased().filter(\.isLetter)
    return ["rsdistortion", "distortion"].reduce(letters) { name, prefix in
      name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
  }

  private func realSenseTransform() throws(CaptureError) -> RigidTransform {
    let columns = try numbers("rotation", count: 9)
    let t = try numbers("translation", count: 3)
    let rows = (0..<9).map { columns[3 * ($0 % 3) + $0 / 3] }
    do {
      return try RigidTransform(rotation: rows, translation: SIMD3(t[0], t[1], t[2]))
    } catch {
      throw CaptureError(code: .wrongValue, message: "\(path): \(error)", file: file)
    }
  }
}
