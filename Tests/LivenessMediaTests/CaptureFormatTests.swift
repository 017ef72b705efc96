import Foundation
import Liveness
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

/// A capture of 4 × 3 pixels whose depth file and keys tests choose.
private struct Sample {
  var name = "depth.bin"
  var depth = "\"metres_per_unit\": 1, \"invalid\": []"
  var camera = """
    { "width": 4, "height": 3, "fx": 5, "fy": 5, "cx": 1.5, "cy": 1,
      "distortion": { "model": "none" } }
    """
  var image = ""
  var rest = "\"aligned\": true"
  var files: [String: [UInt8]] = [:]

  static let metres: [Float] = (0..<12).map { 0.5 + Float($0) / 16 }

  func read() throws -> LivenessCapture {
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    let json = """
      { "format": "liveness-capture/1",
        "depth": { "file": "\(name)", \(depth)\(camera.isEmpty ? "" : ", \"camera\": \(camera)") },
        "images": [\(image)], \(rest) }
      """
    try folder.write(Array(json.utf8), to: "capture.json")
    return try CaptureFolder.read(at: folder.path)
  }

  func failure() -> CaptureError? {
    do {
      _ = try read()
      return nil
    } catch {
      return error as? CaptureError
    }
  }
}

struct CaptureFormatTests {
  @Test func `the format of a depth file is found by its content`() throws {
    let metres = Sample.metres
    let table = (0..<3).map { row in
      metres[4 * row..<4 * row + 4].map { "\($0)" }.joined(separator: ",")
    }.joined(separator: "\n")
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 5, focalY: 5, centerX: 1.5, centerY: 1)
    let frame = try DepthFrame(width: 4, height: 3, values: metres, camera: camera)
    let contents = [
      try NPYFile.encode(width: 4, height: 3, float32: metres), Array(table.utf8),
      PLYFile.encode(try PointCloud(of: frame).points),
    ]
    for bytes in contents {
      var sample = Sample()
      sample.files = ["depth.bin": bytes]
      #expect(try sample.read().depth.values == metres)
    }
  }

  @Test func `bare samples need a description beside them`() throws {
    var sample = Sample()
    sample.depth = "\"metres_per_unit\": 0.001, \"invalid\": [7]"
    sample.files["depth.bin"] = (0..<12).flatMap { [UInt8($0), 2] }
    #expect(sample.failure()?.code == .unsupportedImage)
    let description = """
      {"format": "liveness-raw/1", "width": 4, "height": 3, "type": "uint16"}
      """
    sample.files["depth.bin.json"] = Array(description.utf8)
    sample.depth = "\"metres_per_unit\": 0.001, \"invalid\": [519]"
    let values = try sample.read().depth.values
    #expect(values[1] == 0.513)
    #expect(values[7].isNaN)
  }

  @Test func `what lies beside a file that describes itself is not looked at`() throws {
    var sample = Sample()
    sample.files["depth.bin"] = try NPYFile.encode(width: 4, height: 3, float32: Sample.metres)
    sample.files["depth.bin.json"] = Array("{\"taken\": \"today\"}".utf8)
    #expect(try sample.read().depth.values == Sample.metres)
  }

  @Test func `an array of an archive is named`() throws {
    var sample = Sample()
    sample.files["depth.bin"] = try RecordedMedia.contents(of: "several.npz")
    sample.camera = sample.camera.replacing(
      "\"width\": 4, \"height\": 3", with: "\"width\": 7, \"height\": 5")
    #expect(sample.failure()?.message.contains("an array named \"depth\"") == true)
    sample.depth += ", \"array\": \"first\""
    #expect(try sample.read().depth.width == 7)
  }

  @Test func `depth that was packed into 8 bits is unpacked by its mapping`() throws {
    var sample = Sample()
    let packed: [UInt8] = [0, 50, 100, 150, 200, 201, 255, 25, 75, 125, 175, 60]
    sample.files["depth.bin"] = try PNGFile.encode(
      width: 4, height: 3, channels: 1, pixels: packed)
    sample.depth = """
      "invalid": [60], "mapping": { "raw": [50, 200], "metres": [0.5, 2] }
      """
    let linear = try sample.read().depth.values
    let expected: [Float] = [
      .nan, 0.5, 1, 1.5, 2, .nan, .nan, .nan, 0.75, 1.25, 1.75, .nan,
    ]
    #expect(linear.map(\.bitPattern) == expected.map(\.bitPattern))
    sample.depth = sample.depth.replacing("2] }", with: "2], \"kind\": \"inverse\" }")
    let inverse = try sample.read().depth.values
    #expect(inverse[1] == 0.5 && inverse[4] == 2)
    #expect(inverse[2] == 2.0 / 3)
    let colors = packed.flatMap { [$0, $0, $0] }
    sample.files["depth.bin"] = try JPEGFile.encode(
      width: 4, height: 3, channels: 3, pixels: [UInt8](repeating: 125, count: 36))
    #expect(try sample.read().depth.validShare == 1)
    sample.files["depth.bin"] = try PNGFile.encode(width: 4, height: 3, channels: 3, pixels: colors)
    #expect(try sample.read().depth.values[1] == 0.5)
  }

  @Test func `what saw nothing is a hole under a mapping as well, counted by its cause`() throws {
    var sample = Sample()
    let packed: [UInt16] = [0, 65_535, 7, 1, 49, 201, 50, 125, 200, 0, 60, 70]
    sample.files["depth.bin"] = try PNGFile.encode(width: 4, height: 3, grey16: packed)
    sample.depth = "\"invalid\": [7], \"mapping\": { \"raw\": [0, 65535], \"metres\": [0.3, 1.2] }"
    let all = try sample.read().depth
    #expect(all[0, 0].isNaN && all[1, 0].isNaN && all[2, 0].isNaN && all[1, 2].isNaN)
    #expect(abs(all[3, 0] - 0.3) < 1e-4)
    let causes = all.invalidPixels
    #expect(causes[.zero] == 2 && causes[.saturated] == 1 && causes[.declared] == 1)
    #expect(causes.total == 4)
    sample.depth = "\"invalid\": [], \"mapping\": { \"raw\": [50, 200], \"metres\": [0.5, 2] }"
    let near = try sample.read().depth.invalidPixels
    // 7, 1 and 49 lie before the range, 201 behind it.
    #expect(near[.tooNear] == 3 && near[.tooFar] == 1 && near[.notFinite] == 0)
    sample.depth = sample.depth.replacing("[0.5, 2]", with: "[2, 0.5]")
    let far = try sample.read().depth.invalidPixels
    #expect(far[.tooNear] == 1 && far[.tooFar] == 3)
    sample.depth += ", \"range_metres\": [0, 1]"
    // 50 stands for 2 metres, 60 for 1.9, 70 for 1.8 and 125 for 1.25.
    #expect(try sample.read().depth.invalidPixels[.tooFar] == 7)
  }

  @Test func `a 0 among packed floats is a hole, and so is what is not finite`() throws {
    var sample = Sample()
    let packed: [Float] = [0, .nan, .infinity, 65_535, 1, 2, 3, 4, 5, 6, 7, 8]
    sample.files["depth.bin"] = try NPYFile.encode(width: 4, height: 3, float32: packed)
    sample.depth = "\"invalid\": [], \"mapping\": { \"raw\": [0, 65535], \"metres\": [0.3, 1.2] }"
    let depth = try sample.read().depth
    #expect(depth.invalidPixels[.zero] == 1 && depth.invalidPixels[.notFinite] == 2)
    #expect(depth.invalidPixels.total == 3 && depth[3, 0] == 1.2)
  }

  @Test func `disparities and distances along the ray become depth`() throws {
    var sample = Sample()
    let raw = [UInt16](repeating: 80, count: 11) + [65_535]
    sample.files["depth.bin"] = try PNGFile.encode(width: 4, height: 3, grey16: raw)
    sample.depth = """
      "invalid": [65535], "disparity": { "pixels_per_unit": 0.03125, "baseline_metres": 0.5 }
      """
    let depth = try sample.read().depth
    #expect(depth[0, 0] == 1)
    #expect(depth[3, 2].isNaN)
    sample.depth = "\"metres_per_unit\": 0.01, \"invalid\": [65535], \"measures\": \"range\""
    let ranges = try sample.read().depth
    #expect(abs(ranges[1, 1] - 0.8 / (1 + 0.01 as Float).squareRoot()) < 1e-6)
    sample.depth = "\"metres_per_unit\": 0.01, \"invalid\": [], \"range_metres\": [1, 2]"
    #expect(try sample.read().depth.validShare == 0)
  }

  @Test func `Row 1.11: images of more bits are scaled by their white`() throws {
    var sample = Sample()
    sample.files["depth.bin"] = try NPYFile.encode(
      width: 4, height: 3, float32: Sample.metres)
    let raw: [UInt16] = [0, 511, 1023, 2000] + [UInt16](repeating: 4, count: 8)
    sample.files["nir"] = try NPYFile.encode(width: 4, height: 3, grey16: raw)
    sample.image = "{ \"file\": \"nir\", \"modality\": \"nir\", \"camera\": \(sample.camera) }"
    #expect(sample.failure()?.message.contains("\"white\"") == true)
    sample.image = sample.image.replacing(
      "\"nir\",", with: "\"nir\", \"white\": 1023,", maxReplacements: 1)
    let pixels = try sample.read().images[0].pixels
    #expect(pixels.prefix(5) == [0, 127, 255, 255, 1])
    let colors = Array("P6 4 3 1023\n".utf8) + [UInt8](repeating: 1, count: 72)
    sample.files["nir"] = colors
    #expect(try sample.read().images[0].pixels == [UInt8](repeating: 64, count: 36))
  }

  @Test func `points behind the camera, or beside it, are told`() throws {
    var sample = Sample()
    sample.files["depth.bin"] = PLYFile.encode([SIMD3(0, 0, -1), SIMD3(9, 9, 1)])
    let error = try #require(sample.failure())
    #expect(error.code == .wrongValue)
    #expect(error.message.contains("none of 2"), "\(error)")
    sample.depth = "\"metres_per_unit\": \"relative\", \"invalid\": []"
    #expect(sample.failure()?.code == .unsupportedFile)
  }

  @Test(arguments: [
    ("\"mapping\": { \"raw\": [9, 3], \"metres\": [1, 2] }", "depth.mapping.raw"),
    ("\"mapping\": { \"raw\": [3, 9], \"metres\": [1, 1] }", "depth.mapping.metres"),
    ("\"mapping\": { \"raw\": [3, 9], \"metres\": [0, 1] }", "depth.mapping.metres"),
    ("\"mapping\": { \"raw\": [3], \"metres\": [0, 1] }", "2 numbers"),
    ("\"metres_per_unit\": 1, \"mapping\": {}", "one unit, which metres_per_unit gives"),
    ("\"metres_per_unit\": 1, \"range_metres\": [2, 1]", "depth.range_metres"),
    ("\"metres_per_unit\": 1, \"measures\": \"y\"", "\"z\" or \"range\""),
    ("\"metres_per_unit\": \"relative\", \"measures\": \"range\"", "relative"),
    ("\"disparity\": { \"pixels_per_unit\": 0, \"baseline_metres\": 1 }", "pixels_per_unit"),
  ])
  func `wrong units are refused by name`(members: String, says: String) throws {
    var sample = Sample()
    sample.depth = members + ", \"invalid\": []"
    let error = try #require(sample.failure())
    #expect(error.code == .wrongValue)
    #expect(error.message.contains(says), "\(error)")
  }
}

struct CaptureCalibrationTests {
  private static let pair = """
    { "format": "liveness-calibration/1", "metres_per_unit": 0.001,
      "depth": { "width": 4, "height": 3, "fx": 5, "fy": 5, "cx": 1.5, "cy": 1,
        "distortion": { "model": "none" } },
      "image": { "width": 8, "height": 6, "fx": 9, "fy": 9, "cx": 3, "cy": 2,
        "distortion": { "model": "inverse-brown-conrady",
          "coefficients": [0.1, 0, 0, 0, 0] } },
      "depth_to_image": { "rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        "translation_metres": [0.02, 0, 0] } }
    """

  private func sample() throws -> Sample {
    var sample = Sample()
    sample.camera = ""
    sample.depth = "\"invalid\": []"
    sample.image = "{ \"file\": \"nir\", \"modality\": \"nir\" }"
    sample.rest = "\"aligned\": false, \"calibration\": \"pair.json\""
    sample.files = [
      "depth.bin": try PNGFile.encode(
        width: 4, height: 3, grey16: [UInt16](repeating: 500, count: 12)),
      "nir": try PNGFile.encode(
        width: 8, height: 6, channels: 1, pixels: [UInt8](repeating: 9, count: 48)),
      "pair.json": Array(Self.pair.utf8),
    ]
    return sample
  }

  @Test func `Row 1.14: one file describes both streams`() throws {
    let capture = try sample().read()
    #expect(capture.depth[0, 0] == 0.5)
    #expect(capture.depth.camera?.focalX == 5)
    #expect(
      capture.images[0].camera?.distortion
        == .inverseBrownConrady(k1: 0.1, k2: 0, p1: 0, p2: 0, k3: 0))
    guard case .depthToImage(let transform) = capture.registration else {
      Issue.record("expected a transform")
      return
    }
    #expect(transform.translation == SIMD3(0.02, 0, 0))
  }

  @Test func `a camera may be a calibration file of its own`() throws {
    var sample = try sample()
    sample.rest = "\"aligned\": true"
    sample.image = ""
    sample.camera = "\"pair.json\""
    sample.depth = "\"metres_per_unit\": 0.01, \"invalid\": []"
    #expect(try sample.read().depth[0, 0] == 5)
    sample.files["pair.json"] = Array(
      Self.pair.replacing("\"depth\":", with: "\"depth_to_image\": 1, \"image_\":").utf8)
    #expect(sample.failure()?.file.hasSuffix("pair.json") == true)
    sample.files["pair.json"] = nil
    #expect(sample.failure()?.code == .missingFile)
  }

  @Test(arguments: [
    (
      "radial-table",
      "\"magnifications\": [0, 0.01, 0.02], \"center\": [1.5, 1], \"maps\": \"ideal-to-image\""
    ),
    ("rational", "\"coefficients\": [0.1, 0, 0, 0, 0, 0.05, 0, 0]"),
    ("inverse-brown-conrady", "\"coefficients\": [0.1, 0, 0, 0, 0]"),
  ])
  func `every lens model can be named`(model: String, members: String) throws {
    var sample = try sample()
    sample.rest = "\"aligned\": true"
    sample.image = ""
    sample.depth = "\"metres_per_unit\": 0.01, \"invalid\": []"
    sample.camera = """
      { "width": 4, "height": 3, "fx": 5, "fy": 5, "cx": 1.5, "cy": 1,
        "distortion": { "model": "\(model)", \(members) } }
      """
    #expect(try sample.read().depth.camera?.distortion.model == model)
    sample.camera = sample.camera.replacing("0.1,", with: "").replacing("0.02", with: "-2")
    let error = sample.failure()
    #expect(error?.code == .wrongValue)
    #expect(
      error?.message.contains("depth.camera.distortion") == true, "\(String(describing: error))")
  }
}

struct CapturePresetTests {
  private func sample() throws -> Sample {
    var sample = Sample()
    sample.camera = ""
    sample.depth = "\"measures\": \"z\""
    sample.rest = "\"aligned\": true, \"preset\": \"realsense-d435\""
    let profile = try #require(CameraProfile.named("realsense-d435"))
    let (width, height) = (profile.depthCamera.width, profile.depthCamera.height)
    sample.files["depth.bin"] = try PNGFile.encode(
      width: width, height: height,
      grey16: [0] + [UInt16](repeating: 700, count: width * height - 1))
    return sample
  }

  @Test func `a kind of camera fills what its capture leaves out`() throws {
    let depth = try sample().read().depth
    #expect(depth.camera == CameraProfile.named("realsense-d435")?.depthCamera)
    #expect(depth[0, 0].isNaN && depth[1, 0] == 0.7)
  }

  @Test func `a kind of camera gives its lens to images of its own light alone`() throws {
    var sample = try sample()
    let profile = try #require(CameraProfile.named("realsense-d435")?.image)
    let (width, height) = (profile.camera.width, profile.camera.height)
    sample.files["image"] = try PNGFile.encode(
      width: width, height: height, channels: 1,
      pixels: [UInt8](repeating: 9, count: width * height))
    sample.image = "{ \"file\": \"image\", \"modality\": \"nir-dots\" }"
    #expect(try sample.read().images[0].camera == profile.camera)
    sample.rest = """
      "aligned": false, "preset": "realsense-d435", "depth_to_image": {
        "rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "translation_metres": [0.015, 0, 0] }
      """
    for light in ["rgb", "nir"] {
      sample.image = "{ \"file\": \"image\", \"modality\": \"\(light)\" }"
      let error = try #require(sample.failure())
      #expect(error.code == .missingKey)
      #expect(error.message.contains("images[0].camera"), "\(error)")
    }
  }

  @Test func `what the capture says wins`() throws {
    var sample = try sample()
    sample.depth = "\"metres_per_unit\": 0.0005, \"invalid\": [700]"
    #expect(try sample.read().depth.validShare == 0)
    sample.depth = "\"metres_per_unit\": 0.002, \"invalid\": []"
    #expect(try sample.read().depth[1, 0] == 1.4)
    sample.depth = "\"metres_per_unit\": \"relative\""
    #expect(try sample.read().depth.scale == .relative)
  }

  @Test func `a kind that nobody knows is refused with the nearest one`() throws {
    var sample = try sample()
    sample.rest = sample.rest.replacing("d435", with: "d345")
    let error = try #require(sample.failure())
    #expect(error.code == .wrongValue)
    #expect(error.message.contains("did you mean"), "\(error)")
  }
}

struct CaptureHomographyTests {
  private func sample(_ rows: String) throws -> Sample {
    var sample = Sample()
    sample.files["depth.bin"] = try NPYFile.encode(width: 4, height: 3, float32: Sample.metres)
    sample.files["nir"] = try PNGFile.encode(
      width: 4, height: 3, channels: 1, pixels: [UInt8](repeating: 9, count: 12))
    sample.image = "{ \"file\": \"nir\", \"modality\": \"nir\", \"camera\": \(sample.camera) }"
    sample.rest = "\"aligned\": false, \"homography\": \(rows)"
    return sample
  }

  @Test func `where nothing else is known, a homography says how pixels correspond`() throws {
    let capture = try sample("[[1, 0, 1], [0, 1, 0], [0, 0, 1]]").read()
    let homography = try Homography(elements: [1, 0, 1, 0, 1, 0, 0, 0, 1])
    #expect(capture.registration == .homography(homography))
    let files = try CaptureFolder.files(of: capture)
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file.bytes, to: file.name) }
    #expect(try CaptureFolder.read(at: folder.path).registration == .homography(homography))
  }

  @Test func `what maps nothing, or says the same twice, is refused`() throws {
    #expect(try sample("[[1, 0, 1], [1, 0, 1], [0, 0, 1]]").failure()?.code == .wrongValue)
    #expect(try sample("[[1, 0], [1, 0], [0, 0]]").failure()?.code == .wrongValue)
    var sample = try sample("[[1, 0, 1], [0, 1, 0], [0, 0, 1]]")
    sample.rest += """
      , "depth_to_image": { "rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
          "translation_metres": [0, 0, 0] }
      """
    #expect(sample.failure()?.message.contains("beside depth_to_image") == true)
    sample = try self.sample("[[1, 0, 1], [0, 1, 0], [0, 0, 1]]")
    sample.rest = sample.rest.replacing("false", with: "true")
    #expect(sample.failure()?.message.contains("because aligned is true") == true)
  }
}

struct FormatDecisionTests {
  @Test func `Row 1.07: one capture in seven formats gets one decision`() throws {
    let recorded = Goldens.path("media/formats/")
    let parts = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: recorded + "parts.json")))
    let members = try #require(parts as? [String: Any])
    let detector = try LivenessDetector()
    var results: [LivenessResult] = []
    for (name, unit) in [
      ("depth.png", 0.001), ("depth.pgm", 0.001), ("depth-half.npy", 0.001), ("depth.npz", 1),
      ("depth.tif", 1), ("depth.csv", 0.001), ("depth.ply", 1),
    ] {
      let folder = try TemporaryFolder()
      let json: [String: Any] = [
        "format": "liveness-capture/1", "aligned": true, "cropped": true,
        "face_box": members["face_box"] ?? 0,
        "depth": [
          "file": name, "metres_per_unit": unit, "invalid": [0], "camera": members["camera"] ?? 0,
        ],
        "images": [["file": "nir.png", "modality": "nir", "camera": members["camera"] ?? 0]],
      ]
      try folder.write(Array(JSONSerialization.data(withJSONObject: json)), to: "capture.json")
      for file in [name, "nir.png"] {
        try folder.write(
          Array(Data(contentsOf: URL(fileURLWithPath: recorded + file))), to: file)
      }
      results.append(try detector.detect(CaptureFolder.read(at: folder.path)))
    }
    #expect(results.map(\.decision) == [LivenessDecision](repeating: .live, count: 7))
    #expect(Set(results.map(\.liveProbability)).count == 1)
  }
}
