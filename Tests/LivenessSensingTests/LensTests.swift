import LivenessSensing
import TestSupport
import Testing

private func camera(_ distortion: LensDistortion) throws -> CameraModel {
  try CameraModel(
    width: 640, height: 480, focalX: 500, focalY: 500, centerX: 320, centerY: 240,
    distortion: distortion)
}

struct LensDistortionTests {
  @Test func `the inverse model applies the polynomial to the pixel`() throws {
    let camera = try camera(.inverseBrownConrady(k1: 0.1, k2: 0, p1: 0, p2: 0, k3: 0))
    let ray = try #require(camera.ray(through: SIMD2(320 + 250, 240)))
    #expect(abs(ray.x - 0.5 * 1.025) < 1e-12 && ray.y == 0)
    let pixel = try #require(camera.project(SIMD3(0.5 * 1.025, 0, 1)))
    #expect(abs(pixel.x - 570) < 1e-8)
  }

  @Test func `the rational model divides by the second polynomial`() throws {
    let lens = LensDistortion.rational(
      k1: 0.3, k2: 0, p1: 0, p2: 0, k3: 0, k4: 0.1, k5: 0, k6: 0)
    let pixel = try #require(try camera(lens).project(SIMD3(0.5, 0, 1)))
    #expect(abs(pixel.x - (320 + 250 * 1.075 / 1.025)) < 1e-9)
  }

  @Test func `a divisor that reaches 0 ends the field`() throws {
    // 1 - s is 0 at s = 1; the radial factor grows without bound before.
    let lens = LensDistortion.rational(k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: -1, k5: 0, k6: 0)
    let camera = try camera(lens)
    #expect(camera.project(SIMD3(0.99, 0, 1)) != nil)
    #expect(camera.project(SIMD3(1.01, 0, 1)) == nil)
    #expect(camera.project(SIMD3(3, 0, 1)) == nil)
  }

  @Test func `a rational model that folds back ends there`() throws {
    // r / (1 + s) grows up to r = 1, where it is one half.
    let lens = LensDistortion.rational(k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: 1, k5: 0, k6: 0)
    let camera = try camera(lens)
    #expect(camera.project(SIMD3(0.999, 0, 1)) != nil)
    #expect(camera.project(SIMD3(1.001, 0, 1)) == nil)
    #expect(camera.ray(through: SIMD2(320 + 249, 240)) != nil)
    #expect(camera.ray(through: SIMD2(320 + 251, 240)) == nil)
  }

  @Test func `projecting and deprojecting are inverse, over many lenses`() throws {
    var generator = SeededGenerator(seed: 12)
    for index in 0..<300 {
      let k = [0.2, 0.1, 0.004, 0.004, 0.03].map {
        Double.random(in: -$0...$0, using: &generator)
      }
      let below = (0..<3).map { _ in Double.random(in: -0.05...0.1, using: &generator) }
      let lens = try LensDistortion(
        model: index % 2 == 0 ? "inverse-brown-conrady" : "rational",
        coefficients: index % 2 == 0 ? k : k + below)
      let camera = try camera(lens)
      let pixel = SIMD2<Double>.random(in: 0.2...0.8, using: &generator) * SIMD2(639, 479)
      let point = try #require(camera.deproject(pixel, depth: 0.7), "\(camera) \(pixel)")
      let back = try #require(camera.project(point), "\(camera) \(point)") - pixel
      #expect((back * back).sum() < 1e-14, "\(camera) \(pixel) \(back)")
    }
  }

  @Test func `a lens comes from the name of its model`() throws {
    #expect(try LensDistortion(model: "none", coefficients: []) == .none)
    for model in ["brown-conrady", "inverse-brown-conrady", "rational"] {
      let k = (1...(model == "rational" ? 8 : 5)).map { Double($0) / 100 }
      let lens = try LensDistortion(model: model, coefficients: k)
      #expect(lens.model == model && lens.coefficients == k)
    }
    #expect(throws: CameraError.lensModel(expected: LensDistortion.models, found: "fisheye")) {
      try LensDistortion(model: "fisheye", coefficients: [])
    }
    #expect(throws: CameraError.coefficientCount(model: "rational", expected: 8, found: 5)) {
      try LensDistortion(model: "rational", coefficients: [1, 2, 3, 4, 5])
    }
    #expect(
      "\(CameraError.coefficientCount(model: "rational", expected: 8, found: 5))"
        == "expected 8 coefficients of the lens model rational, found 5")
  }
}

struct RadialTableTests {
  private func camera(
    _ magnifications: [Double], _ mapping: RadialTable.Mapping
  ) throws -> CameraModel {
    try CameraModel(
      width: 640, height: 480, focalX: 500, focalY: 500, centerX: 319.5, centerY: 239.5,
      magnifications: magnifications, distortionCenter: SIMD2(319.5, 239.5), mapping: mapping)
  }

  @Test func `a radius grows by what the table says`() throws {
    // The farthest corner is 400 pixels away; 200 pixels are half the way.
    let camera = try camera([0, 0.1], .idealToImage)
    let pixel = try #require(camera.project(SIMD3(0.4, 0, 1)))
    #expect(abs(pixel.x - (319.5 + 200 * 1.05)) < 1e-9 && pixel.y == 239.5)
    let ray = try #require(camera.ray(through: pixel))
    #expect(abs(ray.x - 0.4) < 1e-12)
    let other = try self.camera([0, 0.1], .imageToIdeal)
    #expect(abs(try #require(other.ray(through: SIMD2(519.5, 239.5))).x - 0.42) < 1e-12)
  }

  @Test func `beyond the last value the table stays as it is`() throws {
    let camera = try camera([0, 0.1], .idealToImage)
    let pixel = try #require(camera.project(SIMD3(2, 0, 1)))
    #expect(abs(pixel.x - (319.5 + 1000 * 1.1)) < 1e-9)
    #expect(abs(try #require(camera.ray(through: pixel)).x - 2) < 1e-12)
  }

  @Test func `the way back is exact, over many tables`() throws {
    var generator = SeededGenerator(seed: 13)
    for _ in 0..<200 {
      let slope = Double.random(in: -0.1...0.2, using: &generator)
      let magnifications = (0..<42).map { index in
        let share = Double(index) / 41
        return slope * share * share * (1 - 0.3 * share)
      }
      let mapping = RadialTable.Mapping.allCases.randomElement(using: &generator) ?? .idealToImage
      let camera = try camera(magnifications, mapping)
      let pixel = SIMD2<Double>.random(in: -20...660, using: &generator)
      let point = try #require(camera.deproject(pixel, depth: 0.5))
      let back = try #require(camera.project(point)) - pixel
      #expect((back * back).sum() < 1e-20, "\(camera) \(pixel) \(back)")
    }
  }

  @Test func `the camera of a smaller image has the same rays`() throws {
    let camera = try camera([0, 0.02, 0.1], .imageToIdeal)
    let half = try camera.scaled(toWidth: 320, height: 240)
    let ray = try #require(camera.ray(through: SIMD2(600.5, 40.5)))
    let same = try #require(half.ray(through: SIMD2(300, 20)))
    #expect(abs(ray.x - same.x) < 1e-12 && abs(ray.y - same.y) < 1e-12)
  }

  @Test func `the centre of the table stays where it is, whatever the shape of a pixel`() throws {
    let center = SIMD2(330.5, 260.5)
    let camera = try CameraModel(
      width: 640, height: 480, focalX: 500, focalY: 400, centerX: 319.5, centerY: 239.5,
      magnifications: [0.1, 0.1], distortionCenter: center, mapping: .idealToImage)
    let ray = (center - SIMD2(319.5, 239.5)) / SIMD2(500, 400)
    let found = try #require(camera.project(SIMD3(ray, 1))) - center
    #expect(max(abs(found.x), abs(found.y)) < 1e-9)
    // The centre moves with the image, and so does every radius.
    let wide = try camera.scaled(toWidth: 1280, height: 480)
    let same = try CameraModel(
      width: 1280, height: 480, focalX: 1000, focalY: 400, centerX: 639.5, centerY: 239.5,
      magnifications: [0.1, 0.1], distortionCenter: SIMD2(661.5, 260.5), mapping: .idealToImage)
    guard case .radialTable(let one) = wide.distortion,
      case .radialTable(let other) = same.distortion
    else {
      Issue.record("expected tables")
      return
    }
    #expect(abs(one.farthestRadius - other.farthestRadius) < 1e-12)
    let apart = one.center - other.center
    #expect(max(abs(apart.x), abs(apart.y)) < 1e-12)
  }

  @Test(arguments: [[0.0], [], [0, -0.6], [0, .nan], [0, 0.5, -0.9]])
  func `a table that is none of a lens is refused`(magnifications: [Double]) {
    #expect(throws: CameraError.self) { try camera(magnifications, .idealToImage) }
  }
}
