import Foundation
import LivenessSensing
import TestSupport
import Testing

private func camera(_ focal: Double = 400, centerX: Double = 319.5) throws -> CameraModel {
  try CameraModel(
    width: 640, height: 480, focalX: focal, focalY: focal, centerX: centerX, centerY: 239.5)
}

private func moved(_ x: Double, _ y: Double = 0, _ z: Double = 0) throws -> RigidTransform {
  try RigidTransform(rotation: RigidTransform.identity.rotation, translation: SIMD3(x, y, z))
}

struct StereoRectificationTests {
  @Test func `a rectified pair stays as it is`() throws {
    let pair = try StereoRectification(
      left: camera(), right: camera(), leftToRight: moved(-0.05))
    #expect(pair.left.rotation == .identity && pair.right.rotation == .identity)
    #expect(abs(pair.baseline - 0.05) < 1e-15)
    #expect(pair.left.camera == (try camera()))
    #expect(pair.left.map().places[480 * 3 + 7] == SIMD2(Float(807 % 640), Float(1447 / 640)))
  }

  @Test func `a point appears in the same row of both, its disparity tells its distance`() throws {
    let turn = try RigidTransform(
      rotation: [0.9993908, 0, 0.0348995, 0, 1, 0, -0.0348995, 0, 0.9993908],
      translation: SIMD3(-0.06, 0.003, 0.002))
    let pair = try StereoRectification(left: camera(), right: camera(410), leftToRight: turn)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<50 {
      let point = SIMD3<Double>.random(in: -0.2...0.2, using: &generator) + SIMD3(0, 0, 0.8)
      let atLeft = pair.left.rotation.apply(to: point)
      let left = try #require(pair.left.camera.project(atLeft))
      let right = try #require(
        pair.right.camera.project(pair.right.rotation.apply(to: turn.apply(to: point))))
      #expect(abs(left.y - right.y) < 1e-4)
      let distance = pair.left.camera.focalX * pair.baseline / (left.x - right.x)
      #expect(abs(distance - atLeft.z) < 1e-4)
    }
  }

  @Test func `Row 1.22: views, maps and the conversion matrix are OpenCV's`() throws {
    let text = try String(
      contentsOfFile: Goldens.path("sensing/opencv-stereo.txt"), encoding: .utf8)
    var cameras: [String: CameraModel] = [:]
    var transform = RigidTransform.identity
    var pair: StereoRectification?
    var maps: [String: PixelMap] = [:]
    var rectified: ImageFrame?
    var checked = 0
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let n = words.compactMap(Double.init)
      switch words[0] {
      case "camera":
        cameras[words[1]] = try CameraModel(
          width: Int(n[0]), height: Int(n[1]), focalX: n[2], focalY: n[3], centerX: n[4],
          centerY: n[5], distortion: LensDistortion(model: words[2], coefficients: Array(n[6...])))
      case "transform":
        transform = try RigidTransform(
          rotation: Array(n[..<9]), translation: SIMD3(n[9], n[10], n[11]))
        let (left, right) = (try #require(cameras["left"]), try #require(cameras["right"]))
        pair = try StereoRectification(left: left, right: right, leftToRight: transform)
      case "matrix":
        let (left, right) = (try #require(cameras["left"]), try #require(cameras["right"]))
        let matrix = ConversionMatrix(from: left, to: right, by: transform)
        #expect(zip(matrix.elements, n).allSatisfy { abs($0 - $1) < 1e-9 }, "\(line)")
      case "view":
        let view = try #require(words[1] == "left" ? pair?.left : pair?.right)
        let found = view.rotation.rotation + [view.camera.focalX]
        #expect(zip(found, n).allSatisfy { abs($0 - $1) < 1e-6 }, "\(line) found \(found)")
        // OpenCV takes the distortion out of the corners by a few steps only.
        let center = SIMD2(view.camera.centerX - n[10], view.camera.centerY - n[11])
        #expect(max(abs(center.x), abs(center.y)) < 0.3, "\(line) found \(view.camera)")
        let original = try #require(cameras[words[1]])
        let map = PixelMap(
          from: try CameraModel(
            width: original.width, height: original.height, focalX: n[9], focalY: n[9],
            centerX: n[10], centerY: n[11]), to: original, by: view.rotation)
        maps[words[1]] = map
        if words[1] == "left" { rectified = try map.apply(to: pattern(original)).image }
      case "map":
        let map = try #require(maps[words[1]])
        let place = map.places[Int(n[1]) * map.width + Int(n[0])]
        let error = place - SIMD2(Float(n[2]), Float(n[3]))
        #expect(max(abs(error.x), abs(error.y)) <= 1e-4, "\(line) found \(place)")
      default:
        let image = try #require(rectified)
        // OpenCV reads at steps of 1/32 pixel.
        #expect(abs(Double(image[Int(n[0]), Int(n[1]), 0]) - n[2]) <= 1, "\(line)")
      }
      checked += 1
    }
    #expect(checked > 330)
  }

  /// The image of the script beside the recorded results.
  private func pattern(_ camera: CameraModel) throws -> ImageFrame {
    let pixels = (0..<camera.width * camera.height).map { index in
      let (x, y) = (Double(index % camera.width), Double(index / camera.width))
      return UInt8((128 + 60 * sin(x / 17) + 50 * cos(y / 13)).rounded(.toNearestOrEven))
    }
    return try ImageFrame(width: camera.width, height: camera.height, pixels: pixels)
  }

  @Test func `cameras that are no pair are refused`() throws {
    #expect(throws: StereoError.notSideBySide(translation: SIMD3(0.05, 0, 0))) {
      try StereoRectification(left: camera(), right: camera(), leftToRight: moved(0.05))
    }
    #expect(throws: StereoError.self) {
      try StereoRectification(left: camera(), right: camera(), leftToRight: moved(0, -0.05))
    }
    #expect(throws: StereoError.self) {
      try StereoRectification(left: camera(), right: camera(), leftToRight: .identity)
    }
    let small = try camera().scaled(toWidth: 320, height: 240)
    #expect(
      throws: StereoError.size(expectedWidth: 640, expectedHeight: 480, width: 320, height: 240)
    ) { try StereoRectification(left: camera(), right: small, leftToRight: moved(-0.05)) }
    let behind = try RigidTransform(
      rotation: [-1, 0, 0, 0, 1, 0, 0, 0, -1], translation: SIMD3(-0.05, 0, 0))
    #expect(throws: StereoError.turnedApart) {
      try StereoRectification(left: camera(), right: camera(), leftToRight: behind)
    }
  }
}

struct PixelMapTests {
  @Test func `undistorting a pinhole's image leaves it as it is`() throws {
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 5, focalY: 5, centerX: 1.5, centerY: 1)
    let image = try ImageFrame(width: 4, height: 3, pixels: Array(0..<12))
    let (made, mask) = try PixelMap(undistorting: camera).apply(to: image)
    #expect(made.pixels == Array(0..<12) && mask.validShare == 1)
  }

  @Test func `what the original does not show is false in the mask`() throws {
    // The pincushion lens shows the outer pixels of the ideal image beyond the border.
    let camera = try CameraModel(
      width: 5, height: 1, focalX: 4, focalY: 4, centerX: 2, centerY: 0,
      distortion: .brownConrady(k1: 0.4, k2: 0, p1: 0, p2: 0, k3: 0))
    let image = try ImageFrame(width: 5, height: 1, pixels: [10, 20, 30, 40, 50])
    let (made, mask) = try PixelMap(undistorting: camera).apply(to: image)
    #expect(mask.values == [false, true, true, true, false])
    // 2 + 4 · 0.25 · (1 + 0.4 / 16) = 3.025.
    #expect(made.pixels == [0, 20, 30, 40, 0])
    #expect(throws: FrameError.self) {
      try PixelMap(undistorting: camera).apply(
        to: image, camera: camera.scaled(toWidth: 3, height: 1))
    }
  }

  @Test func `an image of another size than the map leads to is refused`() throws {
    let camera = try CameraModel(
      width: 4, height: 3, focalX: 5, focalY: 5, centerX: 1.5, centerY: 1)
    let map = PixelMap(from: camera, to: try camera.scaled(toWidth: 8, height: 6))
    let large = try ImageFrame(width: 8, height: 6, pixels: Array(0..<48))
    #expect(try map.apply(to: large, camera: camera).mask.validShare == 1)
    let small = try ImageFrame(width: 4, height: 3, pixels: Array(0..<12))
    let error = FrameError.cameraSize(
      frame: "nir", expectedWidth: 8, expectedHeight: 6, width: 4, height: 3)
    #expect(throws: error) { try map.apply(to: small) }
  }
}
