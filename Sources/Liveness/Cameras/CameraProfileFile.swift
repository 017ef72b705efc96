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
    try fields.refuseUnknown(besides: [
      "metres_per_unit", "pixels_per_unit", "baseline", "invalid", "range", "measures", "camera",
    ])
    let unit: DepthReading.Unit
    if fields.contains("pixels_per_unit") {
      unit = .disparity(
        pixelsPerUnit: try fields.number("pixels_per_unit"),
        baseline: try fields.number("baseline"))
    } else {
      unit = .metres(perUnit: try fields.number("metres_per_unit"))
    }
    let meanings = DepthReading.Meaning.allCases
    let measures = try fields.string("measures", in: meanings.map(\.rawValue))
    do {
      return try DepthReading(
        unit: unit, invalid: try fields.integers("invalid", in: 0...65_535).map { UInt16($0) },
        range: fields.contains("range") ? try range(fields) : nil,
        meaning: meanings.first { $0.rawValue == measures } ?? .alongAxis)
    } catch let error as CameraProfileError {
      throw error
    } catch {
      throw fields.mismatch("metres_per_unit", expected: "a depth camera", found: "\(error)")
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
    do {
      return try CameraModel(
        width: fields.integer("width", in: 1...FrameError.maximumSide),
        height: fields.integer("height", in: 1...FrameError.maximumSide),
        focalX: fields.number("fx"), focalY: fields.number("fy"),
        centerX: fields.number("cx"), centerY: fields.number("cy"),
        distortion: LensDistortion(
          model: lens.string("model"), coefficients: lens.numbers("coefficients")))
    } catch let error as CameraProfileError {
      throw error
    } catch {
      throw fields.mismatch("fx", expected: "a camera", found: "\(error)")
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
