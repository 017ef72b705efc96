import LivenessLayers
public import LivenessSensing

/// A JSON file that describes depth cameras, as Documentation/Sensing.md specifies it.
public enum CameraProfileFile {
  /// The largest file, in bytes.
  public static let largest = 1 << 20

  /// Reads the cameras of a file.
  ///
  /// - Returns: The cameras in the order of the file.
  /// - Throws: ``CameraProfileError`` that names the place and what was expected and found there.
  public static func read(_ json: [UInt8]) throws(CameraProfileError) -> [CameraProfile] {
    guard json.count <= largest else {
      throw CameraProfileError(
        path: "", expected: "at most \(largest) bytes", found: "\(json.count)")
    }
    let root: JSONValue
    do {
      root = try JSONValue(parsing: json)
    } catch {
      throw CameraProfileError(path: "", expected: "JSON", found: "\(error)")
    }
    guard case .object(let members) = root else {
      throw CameraProfileError(path: "", expected: "an object", found: root.kind)
    }
    let fields = JSONFields<CameraProfileError>(members) { mismatch in
      CameraProfileError(path: mismatch.path, expected: mismatch.expected, found: mismatch.found)
    }
    try fields.refuseUnknown(besides: ["format", "cameras"])
    try fields.require("format", is: "liveness-cameras/1")
    var profiles: [CameraProfile] = []
    for camera in try fields.objects("cameras") {
      let profile = try profile(camera)
      guard !profiles.contains(where: { $0.name == profile.name }) else {
        throw camera.mismatch("name", expected: "another name", found: profile.name)
      }
      profiles.append(profile)
    }
    return profiles
  }

  private typealias Fields = JSONFields<CameraProfileError>

  private static func profile(_ fields: Fields) throws(CameraProfileError) -> CameraProfile {
    try fields.refuseUnknown(besides: ["name", "title", "depth", "image", "sources"])
    let depth = try fields.object("depth")
    let image = fields.contains("image") ? try image(fields.object("image")) : nil
    return CameraProfile(
      name: try fields.string("name"), title: try fields.string("title"),
      reading: try reading(depth), depthCamera: try camera(depth.object("camera")),
      image: image, sources: try fields.strings("sources"))
  }

  private static func image(_ fields: Fields) throws(CameraProfileError) -> CameraProfile.Image {
    try fields.refuseUnknown(besides: ["modality", "aligned", "camera"])
    return CameraProfile.Image(
      modality: Modality(rawValue: try fields.string("modality")),
      isAligned: try fields.boolean("aligned"), camera: try camera(fields.object("camera")))
  }

  private static func reading(_ fields: Fields) throws(CameraProfileError) -> DepthReading {
    let (metres, disparity) = (["metres_per_unit"], ["pixels_per_unit", "baseline"])
    // A file that states both is told which members do not go with metres.
    let isDisparity = !fields.contains(metres[0]) && disparity.contains { fields.contains($0) }
    try fields.refuseUnknown(
      besides: (isDisparity ? disparity : metres) + ["invalid", "range", "measures", "camera"])
    let unit: DepthReading.Unit
    if isDisparity {
      unit = .disparity(
        pixelsPerUnit: try fields.number("pixels_per_unit"),
        baseline: try fields.number("baseline"))
    } else {
      unit = .metres(perUnit: try fields.number("metres_per_unit"))
    }
    let meanings = DepthReading.Meaning.allCases
    let measures = try fields.string("measures", in: meanings.map(\.rawValue))
    let invalid = try fields.integers("invalid", in: 0...65_535).map { UInt16($0) }
    let distances = fields.contains("range") ? try range(fields) : nil
    do throws(FrameError) {
      return try DepthReading(
        unit: unit, invalid: invalid, range: distances,
        meaning: meanings.first { $0.rawValue == measures } ?? .alongAxis)
    } catch {
      guard case .reading(let field, let expected, let found) = error else {
        throw CameraProfileError(path: fields.path, expected: "a depth camera", found: "\(error)")
      }
      // The members have the names of the numbers.
      throw fields.mismatch(
        String(field.map { $0 == " " ? "_" : $0 }), expected: expected, found: found)
    }
  }

  private static func range(_ fields: Fields) throws(CameraProfileError) -> ClosedRange<Double> {
    let ends = try fields.numbers("range")
    guard ends.count == 2, ends[0] <= ends[1] else {
      throw fields.mismatch("range", expected: "two ascending numbers of metres", found: "\(ends)")
    }
    return ends[0]...ends[1]
  }

  private static func camera(_ fields: Fields) throws(CameraProfileError) -> CameraModel {
    try fields.refuseUnknown(besides: ["width", "height", "fx", "fy", "cx", "cy", "distortion"])
    let lens = try fields.object("distortion")
    try lens.refuseUnknown(besides: ["model", "coefficients"])
    let (width, height) = (
      try fields.integer("width", in: 1...FrameError.maximumSide),
      try fields.integer("height", in: 1...FrameError.maximumSide)
    )
    let (focalX, focalY) = (try fields.number("fx"), try fields.number("fy"))
    let (centerX, centerY) = (try fields.number("cx"), try fields.number("cy"))
    let (model, coefficients) = (
      try lens.string("model"), try lens.numbers("coefficients")
    )
    do throws(CameraError) {
      return try CameraModel(
        width: width, height: height, focalX: focalX, focalY: focalY, centerX: centerX,
        centerY: centerY, distortion: LensDistortion(model: model, coefficients: coefficients))
    } catch {
      let name = member(of: error)
      throw fields.mismatch(name, expected: "a camera", found: "\(error)")
    }
  }

  /// The member of a camera that an error is about.
  private static func member(of error: CameraError) -> String {
    switch error {
    case .size: "width"
    case .focalLength(let axis, _): "f\(axis)"
    case .center(let axis, _): "c\(axis)"
    case .lensModel: "distortion.model"
    case .coefficient, .coefficientCount, .radialTable: "distortion.coefficients"
    }
  }
}

/// Why a file does not describe depth cameras.
public struct CameraProfileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, from the root of the document; empty at the root.
  public let path: String
  /// What belongs there.
  public let expected: String
  /// What stands there.
  public let found: String

  /// One sentence for a person.
  public var description: String {
    "\(path.isEmpty ? "" : path + ": ")expected \(expected), found \(found)"
  }
}
