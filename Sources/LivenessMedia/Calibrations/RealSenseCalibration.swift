import LivenessSensing

extension CaptureFields {
  private static let imageNames = ["color", "infrared", "infrared1", "ir", "image"]
  private static let transformNames = [
    "depth_to_color", "depth_to_infrared", "depth_to_image", "extrinsics",
  ]

  /// A file with the members of librealsense's `rs2_intrinsics` and `rs2_extrinsics` for `depth` and
  /// `color` or `infrared`; `depth_scale` is the length of a unit.
  ///
  /// librealsense, Projection in RealSense SDK 2.0: rotations are stored column by column.
  func realSenseCalibration() throws(CaptureError) -> Calibration {
    let imageName = Self.imageNames.first(where: has)
    guard has("depth") || imageName != nil else {
      throw wrong(
        "format",
        expected: "\"liveness-calibration/1\", or \"depth\" and \"color\" with the intrinsics of "
          + "librealsense", found: "neither")
    }
    var transform: RigidTransform?
    if let name = Self.transformNames.first(where: has) {
      transform = try object(name).realSenseTransform()
    }
    return Calibration(
      depth: has("depth") ? try object("depth").realSenseCamera() : nil,
      image: try imageName.map { (name) throws(CaptureError) in
        try object(name).realSenseCamera()
      },
      depthToImage: transform,
      metresPerUnit: has("depth_scale")
        ? try number("depth_scale", "metres above 0 and up to 1") { $0 >= 1e-9 && $0 <= 1 } : nil)
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
    let coefficients = has("coeffs") ? try numbers("coeffs", count: 5) : [0, 0, 0, 0, 0]
    guard coefficients.allSatisfy({ abs($0) <= 1e3 }) else {
      throw wrong("coeffs", expected: "numbers within ±1000", found: "\(coefficients)")
    }
    let model = try realSenseModel()
    guard coefficients.contains(where: { $0 != 0 }) else { return .none }
    // The modified model bends the tangential part once more; without one, both are the same.
    let hasTangential = coefficients[2] != 0 || coefficients[3] != 0
    let name: String
    switch model {
    case "none": return .none
    case "brownconrady": name = "brown-conrady"
    case "inversebrownconrady": name = "inverse-brown-conrady"
    case "modifiedbrownconrady" where !hasTangential: name = "brown-conrady"
    default:
      throw wrong(
        "model",
        expected: "\"Brown Conrady\", \"Inverse Brown Conrady\", \"None\", or \"Modified Brown "
          + "Conrady\" without tangential coefficients", found: "\"\(model)\"")
    }
    do {
      return try LensDistortion(model: name, coefficients: coefficients)
    } catch {
      throw wrong("coeffs", expected: "a lens", found: "\(error)")
    }
  }

  /// The model's letters; a number is its place in `rs2_distortion`.
  private func realSenseModel() throws(CaptureError) -> String {
    guard has("model") else { return "none" }
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
