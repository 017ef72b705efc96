import Liveness
import LivenessSensing
import TestSupport
import Testing

struct CameraProfileTests {
  @Test func `the library knows the cameras that people have`() {
    #expect(
      CameraProfile.presets.map(\.name) == [
        "realsense-d415", "realsense-d435", "realsense-d455", "realsense-l515", "realsense-sr300",
        "azure-kinect-nfov", "azure-kinect-wfov", "orbbec-femto-nfov", "orbbec-femto-wfov",
        "orbbec-astra", "apple-truedepth",
      ])
    #expect(CameraProfile.named("realsense-sr300")?.reading.unit == .metres(perUnit: 0.000125))
    #expect(CameraProfile.named("realsense-l515")?.reading.unit == .metres(perUnit: 0.00025))
    #expect(CameraProfile.named("azure-kinect-wfov")?.depthCamera.distortion.model == "rational")
    #expect(CameraProfile.named("kodak-brownie") == nil)
  }

  @Test(arguments: CameraProfile.presets)
  func `a face's distance is read by every camera, and what is out of range is not`(
    profile: CameraProfile
  ) throws {
    #expect(!profile.title.isEmpty && !profile.sources.isEmpty)
    guard case .metres(let perUnit) = profile.reading.unit else {
      Issue.record("\(profile.reading)")
      return
    }
    let range = try #require(profile.reading.range)
    #expect(range.contains(0.7) && range.lowerBound > 0.09 && range.upperBound <= 20)
    #expect(profile.reading.meaning == .alongAxis)
    let metres = [0.7, range.lowerBound * 0.9, range.upperBound * 1.1, 0, .nan]
    let camera = try profile.depthCamera.scaled(toWidth: 5, height: 1)
    let floats = try DepthReading(
      unit: .metres(perUnit: 1), invalid: [], range: range, meaning: profile.reading.meaning)
    let frame = try DepthFrame(
      width: 5, height: 1, values: metres.map { Float($0) }, reading: floats, camera: camera)
    #expect(abs(frame[0, 0] - 0.7) < 1e-6 && frame.values.dropFirst().allSatisfy(\.isNaN))
    guard perUnit < 1 else { return }
    let raw = metres.prefix(4).map { UInt16(max(0, min(65_535, $0 / perUnit))) } + [.max]
    let read = try DepthFrame(
      width: 5, height: 1, raw: raw, reading: profile.reading, camera: camera)
    #expect(abs(read[0, 0] - 0.7) < 0.001 && read.values.dropFirst().allSatisfy(\.isNaN))
    #expect(read.invalidPixels.total == 4)
  }

  @Test(arguments: CameraProfile.presets)
  func `every camera's lens leads there and back over its field`(profile: CameraProfile) throws {
    for camera in [profile.depthCamera, try #require(profile.image?.camera)] {
      let center = SIMD2(camera.centerX, camera.centerY)
      let reach = Double(min(camera.width, camera.height)) * 0.45
      for direction in [SIMD2(1.0, 0), SIMD2(0, -1), SIMD2(-0.7, 0.7), SIMD2(0, 0)] {
        let pixel = center + direction * reach
        let point = try #require(camera.deproject(pixel, depth: 0.7), "\(profile.name)")
        let back = try #require(camera.project(point)) - pixel
        #expect((back * back).sum() < 1e-12, "\(profile.name)")
      }
    }
  }

  @Test func `a file of one's own describes a camera by numbers alone`() throws {
    let json = """
      { "format": "liveness-cameras/1", "cameras": [ {
        "name": "mine", "title": "My own", "sources": [],
        "depth": { "pixels_per_unit": 0.03125, "baseline": 0.055, "invalid": [65535],
          "measures": "z", "camera": { "width": 64, "height": 48, "fx": 60, "fy": 60, "cx": 31.5,
          "cy": 23.5, "distortion": { "model": "none", "coefficients": [] } } } } ] }
      """
    let profiles = try CameraProfileFile.read(Array(json.utf8))
    let reading = try #require(profiles.first).reading
    #expect(reading.unit == .disparity(pixelsPerUnit: 0.03125, baseline: 0.055))
    #expect(profiles[0].image == nil && profiles[0].depthCamera.width == 64)
    for (wrong, right, message) in [
      (
        "\"none\"", "\"fisheye\"", "cameras[0].depth.camera.distortion.model: expected a camera"
      ),
      ("[] } }", "[1] } }", "cameras[0].depth.camera.distortion.coefficients: expected a camera"),
      ("\"fy\": 60", "\"fy\": 0", "cameras[0].depth.camera.fy: expected a camera"),
      ("\"z\"", "\"far\"", "cameras[0].depth.measures: expected \"z\" or \"range\""),
      ("0.055", "-1", "cameras[0].depth.baseline: expected a number above 0"),
      ("0.03125", "0", "cameras[0].depth.pixels_per_unit: expected a number above 0"),
      (
        "\"baseline\": 0.055", "\"metres_per_unit\": 0.001",
        "cameras[0].depth.pixels_per_unit: expected only metres_per_unit"
      ),
      (
        "\"pixels_per_unit\": 0.03125", "\"metres_per_unit\": 0.001",
        "cameras[0].depth.baseline: expected only metres_per_unit"
      ),
      (
        "\"pixels_per_unit\": 0.03125, ", "",
        "cameras[0].depth.pixels_per_unit: expected a number"
      ),
      (
        "\"pixels_per_unit\": 0.03125, \"baseline\": 0.055", "\"metres_per_unit\": 0",
        "cameras[0].depth.metres_per_unit: expected a number above 0"
      ),
      (
        "\"measures\"", "\"range\": [-1, 2], \"measures\"",
        "cameras[0].depth.range: expected finite metres from 0 on"
      ),
      ("\"mine\"", "7", "cameras[0].name: expected a string"),
      ("cameras/1", "cameras/2", "format: expected"),
      ("[65535]", "[70000]", "cameras[0].depth.invalid[0]: expected an integer"),
      ("] } }", "", "expected JSON"),
    ] {
      let error = #expect(throws: CameraProfileError.self) {
        try CameraProfileFile.read(Array(json.replacing(wrong, with: right).utf8))
      }
      #expect("\(error.map(\.description) ?? "")".contains(message), "\(String(describing: error))")
    }
  }
}
