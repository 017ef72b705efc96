import Liveness
import LivenessLayers
import LivenessSensing

extension CaptureFields {
  /// The name of a file in the capture's own folder.
  func fileName(_ name: String) throws(CaptureError) -> String {
    let file = try string(name)
    guard !file.isEmpty, file.utf8.count <= 255, !file.utf8.contains(0) else {
      throw wrong(name, expected: "a file name of 1 to 255 bytes", found: "\"\(file)\"")
    }
    // As bytes: a mark after the "/" would make another character of it, and leave the path as it is.
    guard !file.utf8.contains(UInt8(ascii: "/")), file != ".", file != ".." else {
      throw wrong(
        name, expected: "the name of a file in the capture's own folder, without \"/\"",
        found: "\"\(file)\"", code: .fileOutsideFolder)
    }
    return file
  }

  /// The length of a raw depth unit; `nil` where the depth is relative.
  func metresPerUnit(_ name: String) throws(CaptureError) -> Double? {
    let expected = "a number of metres above 0 and up to 1, or \"relative\""
    if isString(name) {
      let word = try string(name)
      guard word == "relative" else {
        throw wrong(name, expected: expected, found: "\"\(word)\"")
      }
      return nil
    }
    return try number(name, expected) { $0 >= 1e-9 && $0 <= 1 }
  }

  /// Four numbers: left, top, width, height in edge coordinates.
  func faceBox() throws(CaptureError) -> [Double] {
    let edges = try numbers("face_box", count: 4)
    guard edges[2] > 0, edges[3] > 0 else {
      throw wrong(
        "face_box", expected: "a width and a height above 0", found: "\(edges[2]) × \(edges[3])")
    }
    guard edges.allSatisfy({ abs($0) <= 1e6 }) else {
      throw wrong(
        "face_box", expected: "numbers of pixels within ±1000000", found: "\(edges)")
    }
    return edges
  }

  /// A camera's intrinsic parameters.
  func camera() throws(CaptureError) -> CameraModel {
    try allow(["width", "height", "fx", "fy", "cx", "cy", "distortion"])
    let side = 1...FrameError.maximumSide
    let (width, height) = (try integer("width", in: side), try integer("height", in: side))
    let focal = "a number of pixels above 0 and up to 1000000"
    let center = "a number of pixels within ±1000000"
    let (focalX, focalY) = (
      try number("fx", focal) { $0 > 0 && $0 <= 1e6 },
      try number("fy", focal) { $0 > 0 && $0 <= 1e6 }
    )
    let (centerX, centerY) = (
      try number("cx", center) { abs($0) <= 1e6 }, try number("cy", center) { abs($0) <= 1e6 }
    )
    let distortion = try object("distortion")
    do {
      guard try distortion.lensModel() == Self.tableModel else {
        return try CameraModel(
          width: width, height: height, focalX: focalX, focalY: focalY, centerX: centerX,
          centerY: centerY, distortion: distortion.lensDistortion())
      }
      let table = try distortion.radialTable()
      return try CameraModel(
        width: width, height: height, focalX: focalX, focalY: focalY, centerX: centerX,
        centerY: centerY, magnifications: table.magnifications, distortionCenter: table.center,
        mapping: table.mapping)
    } catch let error as CaptureError {
      throw error
    } catch CameraError.size {
      throw wrong(
        "width", expected: "an image of at most \(FrameError.maximumPixels) pixels",
        found: "\(width) × \(height)", code: .budgetExceeded)
    } catch {
      throw CaptureError(
        code: .wrongValue, message: "\(distortion.path): \(error)", file: file)
    }
  }

  private static let tableModel = "radial-table"

  private func lensModel() throws(CaptureError) -> String {
    try allow(["model", "coefficients", "magnifications", "center", "maps"])
    return try choice("model", among: LensDistortion.models + [Self.tableModel])
  }

  private func lensDistortion() throws(CaptureError) -> LensDistortion {
    try allow(["model", "coefficients"])
    let model = try lensModel()
    guard model != "none" else {
      if has("coefficients") { _ = try numbers("coefficients", count: 0) }
      return .none
    }
    let k = try numbers("coefficients", count: model == "rational" ? 8 : 5)
    guard k.allSatisfy({ abs($0) <= 1e3 }) else {
      throw wrong("coefficients", expected: "numbers within ±1000", found: "\(k)")
    }
    do {
      return try LensDistortion(model: model, coefficients: k)
    } catch {
      throw wrong("coefficients", expected: "a lens", found: "\(error)")
    }
  }

  private struct Table {
    let magnifications: [Double]
    let center: SIMD2<Double>
    let mapping: RadialTable.Mapping
  }

  private func radialTable() throws(CaptureError) -> Table {
    try allow(["model", "magnifications", "center", "maps"])
    let center = try numbers("center", count: 2)
    guard center.allSatisfy({ abs($0) <= 1e6 }) else {
      throw wrong("center", expected: "numbers of pixels within ±1000000", found: "\(center)")
    }
    let mapping = try choice("maps", among: RadialTable.Mapping.allCases.map(\.rawValue))
    return Table(
      magnifications: try numbers("magnifications", atMost: RadialTable.mostMagnifications),
      center: SIMD2(center[0], center[1]),
      mapping: RadialTable.Mapping(rawValue: mapping) ?? .idealToImage)
  }

  /// What is known about a kind of camera, by its name.
  func cameraProfile(_ name: String) throws(CaptureError) -> CameraProfile {
    let word = try choice(name, among: CameraProfile.presets.map(\.name))
    guard let profile = CameraProfile.named(word) else {
      throw wrong(name, expected: "the name of a camera", found: "\"\(word)\"")
    }
    return profile
  }

  /// Three rows of three numbers that map pixels to pixels.
  func homography(_ name: String) throws(CaptureError) -> Homography {
    let elements = try matrix(name)
    guard elements.allSatisfy({ abs($0) <= 1e9 }) else {
      throw wrong(name, expected: "numbers within ±1000000000", found: "\(elements)")
    }
    do {
      return try Homography(elements: elements)
    } catch {
      throw CaptureError(
        code: .wrongValue, message: "\(path.isEmpty ? name : "\(path).\(name)"): \(error)",
        file: file)
    }
  }

  /// A rotation and a translation.
  func rigidTransform() throws(CaptureError) -> RigidTransform {
    try allow(["rotation", "translation_metres"])
    let rotation = try matrix("rotation")
    let t = try numbers("translation_metres", count: 3)
    do {
      return try RigidTransform(rotation: rotation, translation: SIMD3(t[0], t[1], t[2]))
    } catch {
      switch error {
      case .translation:
        throw wrong(
          "translation_metres",
          expected: "at most \(RigidTransform.longestTranslation) metres", found: "\(t)")
      case .elementCount, .notARotation:
        throw wrong(
          "rotation", expected: "a rotation: orthonormal rows, determinant +1",
          found: "\(rotation)")
      }
    }
  }

  /// Three rows of three numbers.
  private func matrix(_ name: String) throws(CaptureError) -> [Double] {
    let rows = try elements(name)
    var values: [Double] = []
    for row in rows {
      guard case .array(let columns) = row, columns.count == 3 else {
        throw wrong(name, expected: "three rows of three numbers", found: "another shape")
      }
      for column in columns {
        guard case .number(let number) = column else {
          throw wrong(name, expected: "three rows of three numbers", found: column.kind)
        }
        values.append(number.value)
      }
    }
    guard rows.count == 3 else {
      throw wrong(name, expected: "three rows of three numbers", found: "\(rows.count) rows")
    }
    return values
  }
}
