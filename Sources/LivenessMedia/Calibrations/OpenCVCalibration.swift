import LivenessSensing

/// A calibration that OpenCV's `FileStorage` has written as YAML, by one of the names that OpenCV's
/// own calibration programs give.
///
/// A file with one camera stands for both sensors, which then share it. In a pair, the first camera
/// is the depth camera; `R` and `T` lead from it to the second, and `T` is in metres.
struct OpenCVCalibration {
  private let nodes: [String: OpenCVDocument.Node]
  private let file: String

  init(_ bytes: [UInt8], file: String) throws(CaptureError) {
    nodes = try OpenCVDocument(bytes, file: file).nodes
    self.file = file
  }

  private static let single = ["camera_matrix", "cameraMatrix", "K"]
  private static let first = ["camera_matrix_1", "cameraMatrix1", "M1", "K1"]
  private static let second = ["camera_matrix_2", "cameraMatrix2", "M2", "K2"]
  private static let lens = [
    "distortion_coefficients", "distCoeffs", "dist_coeffs", "D", "distortion_coefficients_1",
    "distCoeffs1", "D1", "distortion_coefficients_2", "distCoeffs2", "D2",
  ]

  private static let fisheye = "fisheye_model"

  func calibration() throws(CaptureError) -> Calibration {
    // Its four coefficients are those of an equidistant lens, not of a bent pinhole.
    if let fisheye = nodes[Self.fisheye], fisheye.numbers != [0] {
      throw wrong(
        Self.fisheye, "0: 4, 5 or 8 coefficients of OpenCV's pinhole model", "\(fisheye.numbers)")
    }
    if let camera = try camera(Self.single, Self.lens.prefix(4)) {
      return Calibration(depth: camera, image: camera)
    }
    let depth = try camera(Self.first, Self.lens[4...6])
    let image = try camera(Self.second, Self.lens[7...9])
    guard depth != nil || image != nil else {
      throw CaptureError(
        code: .missingKey,
        message: "expected a camera matrix by the name camera_matrix, or M1 and M2, found none",
        file: file)
    }
    return Calibration(depth: depth, image: image, depthToImage: try transform())
  }

  private func camera(
    _ names: [String], _ lensNames: ArraySlice<String>
  ) throws(CaptureError) -> CameraModel? {
    guard let name = names.first(where: { nodes[$0] != nil }) else { return nil }
    let k = try numbers(name, count: 9)
    guard k[1] == 0, k[3] == 0, k[6] == 0, k[7] == 0, k[8] == 1 else {
      throw wrong(name, "a matrix [fx 0 cx; 0 fy cy; 0 0 1]", "\(k)")
    }
    let (width, height) = try size()
    do {
      return try CameraModel(
        width: width, height: height, focalX: k[0], focalY: k[4], centerX: k[2], centerY: k[5],
        distortion: lens(lensNames))
    } catch let error as CaptureError {
      throw error
    } catch {
      throw wrong(name, "a camera", "\(error)")
    }
  }

  private func lens(_ names: ArraySlice<String>) throws(CaptureError) -> LensDistortion {
    guard let name = names.first(where: { nodes[$0] != nil }) else { return .none }
    let k = try numbers(name)
    guard k.allSatisfy({ abs($0) <= 1e3 }) else {
      throw wrong(name, "numbers within ±1000", "\(k)")
    }
    guard k.contains(where: { $0 != 0 }) else { return .none }
    do {
      switch k.count {
      case 4: return try LensDistortion(model: "brown-conrady", coefficients: k + [0])
      case 5: return try LensDistortion(model: "brown-conrady", coefficients: k)
      case 8...14 where k.dropFirst(8).allSatisfy { $0 == 0 }:
        return try LensDistortion(model: "rational", coefficients: Array(k.prefix(8)))
      default:
        throw wrong(name, "4, 5 or 8 coefficients, and no thin prism", "\(k.count)")
      }
    } catch let error as CaptureError {
      throw error
    } catch {
      throw wrong(name, "a lens", "\(error)")
    }
  }

  private func size() throws(CaptureError) -> (width: Int, height: Int) {
    let names = ["image_size", "imageSize", "image_Size"]
    let sides: [Double]
    if let name = names.first(where: { nodes[$0] != nil }) {
      sides = try numbers(name, count: 2)
    } else if nodes["image_width"] != nil {
      sides = try numbers("image_width", count: 1) + numbers("image_height", count: 1)
    } else {
      throw CaptureError(
        code: .missingKey,
        message: "expected image_width and image_height, or image_size, found neither", file: file)
    }
    guard sides.allSatisfy({ $0 >= 1 && $0 <= 1e6 && $0 == $0.rounded() }) else {
      throw wrong("image_width", "whole numbers of pixels", "\(sides)")
    }
    return (Int(sides[0]), Int(sides[1]))
  }

  private func transform() throws(CaptureError) -> RigidTransform? {
    guard nodes["R"] != nil, nodes["T"] != nil else { return nil }
    let (rotation, t) = (try numbers("R", count: 9), try numbers("T", count: 3))
    do {
      return try RigidTransform(rotation: rotation, translation: SIMD3(t[0], t[1], t[2]))
    } catch {
      throw wrong("R, T", "a rotation, and a translation in metres", "\(error)")
    }
  }

  private func numbers(_ name: String, count: Int? = nil) throws(CaptureError) -> [Double] {
    guard let node = nodes[name] else {
      throw CaptureError(
        code: .missingKey, message: "\(name): expected numbers, found nothing", file: file)
    }
    guard count == nil || node.numbers.count == count, node.numbers.allSatisfy(\.isFinite) else {
      throw CaptureError(
        code: .wrongValue,
        message: "line \(node.line): \(name): expected \(count.map { "\($0) " } ?? "")numbers, "
          + "found \(node.numbers.count)", file: file)
    }
    return node.numbers
  }

  private func wrong(_ name: String, _ expected: String, _ found: String) -> CaptureError {
    CaptureError(
      code: .wrongValue,
      message: "line \(nodes[name]?.line ?? 0): \(name): expected \(expected), found \(found)",
      file: file)
  }
}
