import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

struct CalibrationTests {
  private func decode(_ text: String) throws(CaptureError) -> Calibration {
    try Calibration.decode(Array(text.utf8), file: "calibration")
  }

  @Test func `a camera that OpenCV has written stands for both sensors`() throws {
    let calibration = try Calibration.read(at: RecordedMedia.path("opencv-camera.yml"))
    let camera = try CameraModel(
      width: 640, height: 480, focalX: 525.5, focalY: 526.25, centerX: 319.5, centerY: 239,
      distortion: .brownConrady(k1: 0.1, k2: -0.25, p1: 0.001, p2: -0.002, k3: 0.05))
    #expect(calibration == Calibration(depth: camera, image: camera))
  }

  @Test func `a pair that OpenCV has written keeps its order`() throws {
    let calibration = try Calibration.read(at: RecordedMedia.path("opencv-pair.yml"))
    #expect(calibration.depth?.focalX == 300)
    #expect(calibration.depth?.distortion == LensDistortion.none)
    #expect(
      calibration.image?.distortion
        == .rational(k1: 0.1, k2: 0.2, p1: 0.003, p2: 0.004, k3: 0.5, k4: 0.6, k5: 0.7, k6: 0.8))
    let transform = try #require(calibration.depthToImage)
    #expect(transform.translation == SIMD3(0.05, 0, -0.001))
    #expect(abs(transform.rotation[2] - 0.0998334166) < 1e-9)
  }

  private static let realSense = """
    { "depth": { "width": 640, "height": 480, "ppx": 318.5, "ppy": 239.5, "fx": 382, "fy": 383,
        "model": "distortion.brown_conrady", "coeffs": [0, 0, 0, 0, 0] },
      "color": { "width": 1280, "height": 720, "ppx": 640, "ppy": 360, "fx": 920, "fy": 921,
        "model": 2, "coeffs": [0.1, -0.2, 0.001, 0.002, 0.05] },
      "depth_to_color": { "rotation": [0, 1, 0, -1, 0, 0, 0, 0, 1],
        "translation": [0.015, 0, 0.001] },
      "depth_scale": 0.001, "serial": "f0123" }
    """

  @Test func `librealsense's numbers are read, rotations column by column`() throws {
    let calibration = try decode(Self.realSense)
    #expect(calibration.depth?.distortion == LensDistortion.none)
    #expect(calibration.depth?.centerX == 318.5)
    #expect(
      calibration.image?.distortion
        == .inverseBrownConrady(k1: 0.1, k2: -0.2, p1: 0.001, p2: 0.002, k3: 0.05))
    #expect(calibration.depthToImage?.rotation == [0, -1, 0, 1, 0, 0, 0, 0, 1])
    #expect(calibration.metresPerUnit == 0.001)
    for name in ["Inverse Brown Conrady", "RS2_DISTORTION_INVERSE_BROWN_CONRADY"] {
      let named = Self.realSense.replacing("\"model\": 2", with: "\"model\": \"\(name)\"")
      #expect(try decode(named) == calibration)
    }
  }

  @Test(arguments: [
    ("\"model\": 2", "\"model\": \"Kannala Brandt4\"", "kannalabrandt"),
    ("\"model\": 2", "\"model\": 1", "tangential"), ("\"model\": 2", "\"model\": 9", "color.model"),
    ("\"ppx\": 640,", "", "color.ppx"), ("0.05]", "]", "malformed"), (", 0.05]", "]", "5 numbers"),
    ("[0, 1, 0, -1", "[0, 1, 0, 1", "depth_to_color"),
    ("\"depth_scale\": 0.001", "\"depth_scale\": 0", "depth_scale"),
    ("\"fx\": 920", "\"fx\": 0", "color.fx"),
    ("\"width\": 1280", "\"width\": 99999", "color.width"),
  ])
  func `wrong numbers of librealsense are refused by name`(
    place: String, replacement: String, says: String
  ) throws {
    let wrong = Self.realSense.replacing(place, with: replacement, maxReplacements: 1)
    try #require(wrong != Self.realSense)
    let error = try #require(failure { () throws(CaptureError) in try decode(wrong) })
    if says == "malformed" {
      #expect(error.code == .malformedJSON)
    } else {
      #expect(error.message.contains(says), "\(error)")
    }
  }

  private static let straight = "\"model\": 0, \"coeffs\": [0, 0, 0, 0, 0]"

  /// Numbers of librealsense: a camera by each of some names, and a transform by each of others.
  private static func streams(_ cameras: String, _ transforms: String) -> String {
    let intrinsics = camera(straight)
    let extrinsics = """
      { "rotation": [1, 0, 0, 0, 1, 0, 0, 0, 1], "translation": [0.015, 0, 0] }
      """
    var members = cameras.split(separator: " ").map { "\"\($0)\": \(intrinsics)" }
    members += transforms.split(separator: " ").map { "\"\($0)\": \(extrinsics)" }
    return "{ \(members.joined(separator: ", ")) }"
  }

  private static func camera(_ lens: String) -> String {
    let numbers = """
      "width": 640, "height": 480, "ppx": 320, "ppy": 240, "fx": 380, "fy": 380
      """
    return lens.isEmpty ? "{ \(numbers) }" : "{ \(numbers), \(lens) }"
  }

  @Test(arguments: [
    ("depth color", "depth_to_color"), ("depth infrared1", "depth_to_infrared1"),
    ("depth infrared", "depth_to_image"), ("depth color", "extrinsics"),
    ("depth image", "depth_to_image"), ("depth", "extrinsics"),
  ])
  func `a transform leads to the stream of the file's image`(
    cameras: String, transform: String
  ) throws {
    let calibration = try decode(Self.streams(cameras, transform))
    #expect(calibration.depthToImage?.translation == SIMD3(0.015, 0, 0))
    #expect((calibration.image == nil) == (cameras == "depth"))
  }

  @Test(arguments: [
    ("depth infrared", "depth_to_color", "depth_to_color: expected depth_to_image or "),
    ("depth color", "depth_to_infrared", "depth_to_infrared: expected depth_to_color or "),
    ("depth", "depth_to_color", "depth_to_color"),
    ("depth color infrared", "depth_to_infrared", "found color and infrared"),
    ("depth infrared1 infrared2", "", "found infrared1 and infrared2"),
    ("depth color", "depth_to_color depth_to_infrared", "another stream"),
    ("depth color", "depth_to_color extrinsics", "one of them"),
  ])
  func `streams and transforms that do not belong together are refused`(
    cameras: String, transforms: String, says: String
  ) throws {
    let error = try #require(
      failure { () throws(CaptureError) in try decode(Self.streams(cameras, transforms)) })
    #expect(error.code == .wrongValue)
    #expect(error.message.contains(says), "\(error)")
  }

  @Test(arguments: [
    ("\"coeffs\": [0.1, 0, 0, 0, 0]", CaptureError.Code.missingKey, "depth.model"),
    ("\"model\": \"Brown Conrady\"", .missingKey, "depth.coeffs"),
    ("\"model\": 2", .missingKey, "depth.coeffs"),
    ("\"model\": \"Kannala Brandt4\", \"coeffs\": [0, 0, 0, 0, 0]", .wrongValue, "kannalabrandt"),
    ("\"model\": 3, \"coeffs\": [0, 0, 0, 0, 0]", .wrongValue, "ftheta"),
    ("\"model\": \"\", \"coeffs\": [0, 0, 0, 0, 0]", .wrongValue, "depth.model"),
  ])
  func `a lens that is not said is none by no accident`(
    lens: String, code: CaptureError.Code, says: String
  ) throws {
    let text = "{ \"depth\": \(Self.camera(lens)) }"
    let error = try #require(failure { () throws(CaptureError) in try decode(text) })
    #expect(error.code == code)
    #expect(error.message.contains(says), "\(error)")
  }

  @Test(arguments: [
    "", "\"model\": \"None\"", "\"model\": 0, \"coeffs\": [0, 0, 0, 0, 0]",
    "\"coeffs\": [0, 0, 0, 0, 0]", "\"model\": 1, \"coeffs\": [0, 0, 0, 0, 0]",
    "\"model\": \"Inverse Brown Conrady\", \"coeffs\": [0, 0, 0, 0, 0]",
  ])
  func `a lens that does not bend is an ideal pinhole`(lens: String) throws {
    let calibration = try decode("{ \"depth\": \(Self.camera(lens)) }")
    #expect(calibration.depth?.distortion == LensDistortion.none)
  }

  @Test func `a fisheye that OpenCV has calibrated is refused`() throws {
    let text = String(
      decoding: try RecordedMedia.contents(of: "opencv-camera.yml"), as: UTF8.self)
    let pinhole = text.replacing("flags: 0", with: "fisheye_model: 0\nflags: 0")
    try #require(pinhole != text)
    #expect(try decode(pinhole) == decode(text))
    let error = try #require(
      failure { () throws(CaptureError) in
        try decode(pinhole.replacing("fisheye_model: 0", with: "fisheye_model: 1"))
      })
    #expect(error.code == .wrongValue)
    #expect(error.message.contains("fisheye_model: expected 0"), "\(error)")
  }

  @Test(arguments: [
    ("640", "0", "whole numbers"), ("camera_matrix", "camera_matrx", "camera matrix by the name"),
    ("image_width", "image_wdth", "image_width and image_height"),
    ("rows: 3", "rows: 4", "line 7: camera_matrix: expected 4 × 3 numbers, found 9"),
    ("525.5", "abc", "line 7: camera_matrix: expected a number, found \"abc\""),
    ("525.5", "-525.5", "a focal length along x above 0"), ("239., 0.", "239., 1.", "fx 0 cx"),
    ("-0.002", "-0.002, 1., 2.", "7"), ("flags: 0", "flags 0", "line 6: expected a name"),
    ("flags", "image_width", "image_width again"), ("-0.25", "1e999", "numbers"),
  ])
  func `wrong files of OpenCV are refused with their line`(
    place: String, replacement: String, says: String
  ) throws {
    let text = String(
      decoding: try RecordedMedia.contents(of: "opencv-camera.yml"), as: UTF8.self)
    var wrong = text.replacing(place, with: replacement, maxReplacements: 1)
    if says == "7" { wrong = wrong.replacing("cols: 5", with: "cols: 7") }
    try #require(wrong != text)
    let error = try #require(failure { () throws(CaptureError) in try decode(wrong) })
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func `what describes no camera is refused`() {
    for text in ["", "{}", "[]", "%YAML:1.0\n", "{\"format\": \"liveness-calibration/1\"}", "x"] {
      #expect(failure { () throws(CaptureError) in try decode(text) } != nil, "\(text)")
    }
  }
}
