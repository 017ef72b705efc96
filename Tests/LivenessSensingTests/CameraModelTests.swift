import Foundation
import LivenessSensing
import TestSupport
import Testing

struct CameraModelTests {
  private static let bent = LensDistortion.brownConrady(
    k1: 0.1404, k2: -0.2573, p1: 0.0024, p2: 0.0009, k3: 0.1281)

  private func camera(_ distortion: LensDistortion = .none) throws -> CameraModel {
    try CameraModel(
      width: 640, height: 480, focalX: 500, focalY: 400, centerX: 320, centerY: 240,
      distortion: distortion)
  }

  @Test func `a point on the axis appears at the centre`() throws {
    let camera = try camera()
    #expect(camera.project(SIMD3(0, 0, 2)) == SIMD2(320, 240))
    #expect(camera.project(SIMD3(0.2, -0.1, 1)) == SIMD2(420, 200))
    #expect(camera.deproject(SIMD2(420, 200), depth: 0.5) == SIMD3(0.1, -0.05, 0.5))
  }

  @Test func `the lens moves a point as the polynomial says`() throws {
    let camera = try camera(.brownConrady(k1: 0.1, k2: 0, p1: 0, p2: 0, k3: 0))
    let pixel = try #require(camera.project(SIMD3(0.5, 0, 1)))
    #expect(abs(pixel.x - (320 + 500 * 0.5 * 1.025)) < 1e-9)
    #expect(pixel.y == 240)
  }

  @Test(arguments: [0.0, -0.5, -.infinity, .nan])
  func `a point that is not in front of the camera does not appear`(z: Double) throws {
    #expect(try camera().project(SIMD3(0.1, 0.1, z)) == nil)
    #expect(try camera(Self.bent).project(SIMD3(0.1, 0.1, z)) == nil)
  }

  @Test func `a ray beyond the fold of the polynomial does not appear`() throws {
    // r(1 - 0.5 r²) grows up to r² = 2/3, where it is 0.544.
    let camera = try camera(.brownConrady(k1: -0.5, k2: 0, p1: 0, p2: 0, k3: 0))
    #expect(camera.project(SIMD3(0.81, 0, 1)) != nil)
    #expect(camera.project(SIMD3(0.82, 0, 1)) == nil)
    #expect(camera.project(SIMD3(1.2, 0, 1)) == nil)
  }

  @Test func `a pixel that no ray reaches has no point`() throws {
    let camera = try camera(.brownConrady(k1: -0.5, k2: 0, p1: 0, p2: 0, k3: 0))
    #expect(camera.deproject(SIMD2(320 + 500 * 0.54, 240), depth: 1) != nil)
    #expect(camera.deproject(SIMD2(320 + 500 * 0.55, 240), depth: 1) == nil)
    #expect(camera.deproject(SIMD2(.nan, 240), depth: 1) == nil)
  }

  @Test func `the field ends at the first fold even where the polynomial rises again`() throws {
    let camera = try camera(.brownConrady(k1: -1, k2: 0, p1: 0, p2: 0, k3: 0.3))
    #expect(camera.project(SIMD3(0.55, 0, 1)) != nil)
    #expect(camera.project(SIMD3(0.75, 0, 1)) == nil)
    #expect(camera.project(SIMD3(1.6, 0, 1)) == nil)
  }

  @Test(arguments: [0, 1e-20, -1e-20])
  func `a trace of the third coefficient does not hide the fold of the second`(k3: Double) throws {
    // 1 - 6s + 5s² is 0 at s = r² = 0.2.
    let camera = try camera(.brownConrady(k1: -2, k2: 1, p1: 0, p2: 0, k3: k3))
    #expect(camera.project(SIMD3(0.44, 0, 1)) != nil)
    #expect(camera.project(SIMD3(0.45, 0, 1)) == nil)
    #expect(camera.project(SIMD3(1.5, 0, 1)) == nil)
  }

  @Test func `projecting and deprojecting are inverse, over many cameras`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let k = (0..<5).map { index in
        Double.random(in: -1...1, using: &generator) * [0.25, 0.1, 0.005, 0.005, 0.03][index]
      }
      let camera = try CameraModel(
        width: 640, height: 480,
        focalX: .random(in: 420...900, using: &generator),
        focalY: .random(in: 420...900, using: &generator),
        centerX: .random(in: 300...340, using: &generator),
        centerY: .random(in: 220...260, using: &generator),
        distortion: .brownConrady(k1: k[0], k2: k[1], p1: k[2], p2: k[3], k3: k[4]))
      let z = Double.random(in: 0.2...3, using: &generator)
      let x = Double.random(in: -0.5...0.5, using: &generator)
      let y = Double.random(in: -0.4...0.4, using: &generator)
      let point = SIMD3(x * z, y * z, z)
      let pixel = try #require(camera.project(point), "\(camera) \(point)")
      let back = try #require(camera.deproject(pixel, depth: z), "\(camera) \(pixel)")
      let difference = back - point
      #expect((difference * difference).sum() < 1e-18, "\(camera) \(point) \(back)")
    }
  }

  @Test func `pixels and rays are OpenCV's`() throws {
    let text = try String(
      contentsOfFile: Goldens.path("sensing/opencv-projection.txt"), encoding: .utf8)
    var camera: CameraModel?
    var checked = 0
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let isCamera = words[0] == "camera"
      let n = words.dropFirst(isCamera ? 2 : 1).compactMap { Double($0) }
      try #require(n.count == words.count - (isCamera ? 2 : 1))
      switch words[0] {
      case "camera":
        camera = try CameraModel(
          width: Int(n[0]), height: Int(n[1]), focalX: n[2], focalY: n[3], centerX: n[4],
          centerY: n[5],
          distortion: LensDistortion(model: String(words[1]), coefficients: Array(n.dropFirst(6))))
      case "project":
        let pixel = try #require(camera?.project(SIMD3(n[0], n[1], n[2])), "\(line)")
        let difference = pixel - SIMD2(n[3], n[4])
        #expect(max(abs(difference.x), abs(difference.y)) <= 1e-6, "\(line)")
      default:
        let camera = try #require(camera)
        let ray = try #require(camera.ray(through: SIMD2(n[0], n[1])), "\(line)")
        let difference = (ray - SIMD2(n[2], n[3])) * SIMD2(camera.focalX, camera.focalY)
        #expect(max(abs(difference.x), abs(difference.y)) <= 1e-6, "\(line)")
      }
      checked += 1
    }
    #expect(checked == 1010)
  }

  @Test func `a smaller image keeps its outer edges`() throws {
    let half = try camera(Self.bent).scaled(toWidth: 320, height: 120)
    #expect(half.focalX == 250 && half.focalY == 100)
    #expect(half.centerX == 159.75 && half.centerY == 59.625)
    #expect(half.width == 320 && half.height == 120 && half.distortion == Self.bent)
    #expect(throws: CameraError.size(width: 0, height: 120)) {
      try camera().scaled(toWidth: 0, height: 120)
    }
  }

  @Test func `numbers that describe no camera are refused`() throws {
    func make(
      width: Int = 640, height: Int = 480, fx: Double = 500, fy: Double = 500, cx: Double = 320,
      cy: Double = 240, k2: Double = 0
    ) throws(CameraError) -> CameraModel {
      try CameraModel(
        width: width, height: height, focalX: fx, focalY: fy, centerX: cx, centerY: cy,
        distortion: .brownConrady(k1: 0, k2: k2, p1: 0, p2: 0, k3: 0))
    }
    #expect(throws: CameraError.size(width: 0, height: 480)) { try make(width: 0) }
    #expect(throws: CameraError.size(width: 640, height: -1)) { try make(height: -1) }
    #expect(throws: CameraError.size(width: .max, height: 480)) { try make(width: .max) }
    #expect(throws: CameraError.size(width: 1 << 20, height: 480)) { try make(width: 1 << 20) }
    #expect(throws: CameraError.size(width: 16385, height: 480)) { try make(width: 16385) }
    #expect(throws: Never.self) { try make(width: 16384) }
    #expect(throws: CameraError.focalLength(axis: "x", found: 0)) { try make(fx: 0) }
    #expect(throws: CameraError.focalLength(axis: "y", found: -1)) { try make(fy: -1) }
    #expect(throws: CameraError.focalLength(axis: "x", found: .infinity)) {
      try make(fx: .infinity)
    }
    #expect(throws: CameraError.center(axis: "y", found: .infinity)) { try make(cy: .infinity) }
    #expect(throws: CameraError.coefficient(index: 1, found: -.infinity)) {
      try make(k2: -.infinity)
    }
    #expect(throws: CameraError.self) { try make(cx: .nan) }
  }
}
