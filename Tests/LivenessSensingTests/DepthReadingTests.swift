import LivenessSensing
import TestSupport
import Testing

private func camera(_ width: Int, _ height: Int, focal: Double = 100) throws -> CameraModel {
  try CameraModel(
    width: width, height: height, focalX: focal, focalY: focal, centerX: Double(width - 1) / 2,
    centerY: Double(height - 1) / 2)
}

/// Equal, with one not-a-number like another.
private func same(_ first: [Float], _ second: [Float]) -> Bool {
  first.count == second.count
    && zip(first, second).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}

struct DepthReadingTests {
  @Test func `a disparity becomes the distance of a rectified pair`() throws {
    // 400 pixels · 50 mm / 40 pixels; in 32nds of a pixel.
    let reading = try DepthReading(
      unit: .disparity(pixelsPerUnit: 1.0 / 32, baseline: 0.05), invalid: [.max])
    let frame = try DepthFrame(
      width: 4, height: 1, raw: [1280, .max, 0, 640], reading: reading,
      camera: camera(4, 1, focal: 400))
    #expect(same(frame.values, [0.5, .nan, .nan, 1]))
    #expect(frame.invalidPixels[.declared] == 1 && frame.invalidPixels[.zero] == 1)
  }

  @Test func `Row 1.05: depth, disparity and back differ by less than a step`() throws {
    var generator = SeededGenerator(seed: 5)
    let camera = try camera(64, 48, focal: 380)
    let depths = (0..<64 * 48).map { _ in
      Int.random(in: 0..<9, using: &generator) == 0
        ? Float.nan : Float.random(in: 0.2...3, using: &generator)
    }
    let frame = try DepthFrame(width: 64, height: 48, values: depths, camera: camera)
    let raw = try frame.disparities(pixelsPerUnit: 1.0 / 32, baseline: 0.05)
    let reading = try DepthReading(
      unit: .disparity(pixelsPerUnit: 1.0 / 32, baseline: 0.05), invalid: [.max])
    let back = try DepthFrame(
      width: 64, height: 48, raw: raw, reading: reading, camera: camera
    ).values
    for (depth, found) in zip(depths, back) {
      #expect(depth.isNaN == found.isNaN)
      guard !depth.isNaN else { continue }
      let step = depth * depth / (380 * 0.05) / 32
      #expect(abs(depth - found) <= 0.51 * step, "\(depth) became \(found)")
    }
  }

  @Test func `a distance along the ray becomes one along the axis`() throws {
    // The outer rays of five pixels are (±2, 0) / 2 = (±1, 0) at distance 1.
    let reading = try DepthReading(unit: .metres(perUnit: 0.001), meaning: .alongRay)
    let frame = try DepthFrame(
      width: 5, height: 1, raw: [1000, 1000, 1000, 1000, 0], reading: reading,
      camera: camera(5, 1, focal: 2))
    #expect(abs(frame[0, 0] - 0.70710677) < 1e-6 && frame[2, 0] == 1 && frame[4, 0].isNaN)
    #expect(abs(frame[1, 0] - 0.8944272) < 1e-6)
  }

  @Test func `a distance along a ray that the lens does not send is counted as a hole`() throws {
    // r / (1 + r²) grows up to one half; the outer pixels of five lie at two thirds.
    let camera = try CameraModel(
      width: 5, height: 1, focalX: 3, focalY: 3, centerX: 2, centerY: 0,
      distortion: .rational(k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: 1, k5: 0, k6: 0))
    let reading = try DepthReading(unit: .metres(perUnit: 0.001), meaning: .alongRay)
    let raw: [UInt16] = [1000, 1000, 1000, 1000, 0]
    let floats = raw.map { Float($0) }
    for frame in [
      try DepthFrame(width: 5, height: 1, raw: raw, reading: reading, camera: camera),
      try DepthFrame(width: 5, height: 1, values: floats, reading: reading, camera: camera),
    ] {
      #expect(frame.values.map(\.isNaN) == [true, false, false, false, true])
      // A hole that the sensor declares needs no ray.
      #expect(frame.invalidPixels[.noRay] == 1 && frame.invalidPixels[.declared] == 1)
      #expect(frame.invalidPixels.total == 2)
    }
  }

  @Test func `Row 1.06: the range is that of the measurement`() throws {
    let reading = try DepthReading(
      unit: .metres(perUnit: 0.001), invalid: [7], range: 0.25...2, meaning: .alongRay)
    let frame = try DepthFrame(
      width: 5, height: 1, raw: [2000, 2001, 249, 7, .max], reading: reading,
      camera: camera(5, 1, focal: 2))
    #expect(frame.values.map(\.isNaN) == [false, true, true, true, true])
    let invalid = frame.invalidPixels
    #expect(invalid[.tooFar] == 1 && invalid[.tooNear] == 1 && invalid[.declared] == 1)
    #expect(invalid[.saturated] == 1 && invalid.total == 4)
  }

  @Test func `floats are counted by cause as well`() throws {
    let values: [Float] = [0.5, 0, -1, .nan, .infinity, -.infinity, 0.1, 9]
    let frame = try DepthFrame(
      width: 8, height: 1, values: values,
      reading: DepthReading(
        unit: .metres(perUnit: 1), range: 0.2...4))
    #expect(frame.values.map(\.isNaN) == [false] + [Bool](repeating: true, count: 7))
    let invalid = frame.invalidPixels
    #expect(invalid[.declared] == 1 && invalid[.negative] == 1 && invalid[.notFinite] == 3)
    #expect(invalid[.tooNear] == 1 && invalid[.tooFar] == 1 && invalid.total == 7)
    let plain = try DepthFrame(width: 8, height: 1, values: values).invalidPixels
    #expect(plain[.zero] == 1 && plain[.negative] == 1 && plain[.notFinite] == 3)
    #expect(plain.total == 5)
  }

  @Test func `the largest raw value is no distance in metres, and one where depth is relative`()
    throws
  {
    let metric = try DepthFrame(width: 2, height: 1, raw: [.max, 500], metresPerUnit: 0.001)
    #expect(metric[0, 0].isNaN && metric.invalidPixels[.saturated] == 1)
    let relative = try DepthFrame(
      width: 2, height: 1, raw: [.max, 0], metresPerUnit: 1, invalid: [], scale: .relative)
    #expect(relative.values == [65_535, 0] && relative.invalidPixels.total == 0)
    let reading = try DepthReading(unit: .relative, invalid: [3])
    let read = try DepthFrame(width: 3, height: 1, raw: [.max, 0, 3], reading: reading)
    #expect(same(read.values, [65_535, 0, .nan]) && read.scale == .relative)
  }

  @Test func `an invalid pixel more never changes the others`() throws {
    var generator = SeededGenerator(seed: 6)
    let raw = (0..<400).map { _ in UInt16.random(in: 300...2000, using: &generator) }
    let before = try DepthFrame(width: 20, height: 20, raw: raw, metresPerUnit: 0.001).values
    for bad: UInt16 in [0, .max] {
      var worse = raw
      worse[137] = bad
      let after = try DepthFrame(width: 20, height: 20, raw: worse, metresPerUnit: 0.001)
      var expected = before
      expected[137] = .nan
      #expect(same(after.values, expected) && after.invalidPixels.total == 1)
    }
  }

  @Test func `numbers that describe no reading are refused`() throws {
    #expect(
      throws: FrameError.reading(
        field: "metres per unit", expected: "a number above 0", found: "0.0")
    ) { try DepthReading(unit: .metres(perUnit: 0)) }
    #expect(throws: FrameError.self) {
      try DepthReading(unit: .disparity(pixelsPerUnit: 1, baseline: -.infinity))
    }
    #expect(throws: FrameError.self) { try DepthReading(unit: .relative, meaning: .alongRay) }
    #expect(throws: FrameError.self) { try DepthReading(unit: .metres(perUnit: 1), range: -1...2) }
    let disparity = try DepthReading(unit: .disparity(pixelsPerUnit: 1, baseline: 0.1))
    #expect(throws: FrameError.missingCamera(frame: "depth", neededFor: "disparities")) {
      try DepthFrame(width: 1, height: 1, raw: [1], reading: disparity)
    }
    let ray = try DepthReading(unit: .metres(perUnit: 1), meaning: .alongRay)
    #expect(throws: FrameError.missingCamera(frame: "depth", neededFor: "distances along the rays"))
    { try DepthFrame(width: 1, height: 1, raw: [1], reading: ray) }
    #expect(throws: FrameError.elementCount(frame: "depth", expected: 2, found: 1)) {
      try DepthFrame(width: 2, height: 1, raw: [1], reading: disparity, camera: camera(2, 1))
    }
  }
}

struct PointCloudTests {
  @Test func `Row 1.08: a map, its cloud and the map again are the same`() throws {
    var generator = SeededGenerator(seed: 7)
    for lens in [
      LensDistortion.none, .brownConrady(k1: 0.14, k2: -0.25, p1: 0.002, p2: 0.001, k3: 0.12),
      .inverseBrownConrady(k1: 0.14, k2: -0.05, p1: 0.002, p2: 0.001, k3: 0.02),
    ] {
      let camera = try CameraModel(
        width: 64, height: 48, focalX: 50, focalY: 51, centerX: 31, centerY: 24.3,
        distortion: lens)
      let raw = (0..<64 * 48).map { _ in
        Bool.random(using: &generator) ? UInt16.random(in: 200...4000, using: &generator) : 0
      }
      let frame = try DepthFrame(
        width: 64, height: 48, raw: raw, metresPerUnit: 0.001, camera: camera)
      let cloud = try PointCloud(of: frame)
      #expect(cloud.points.count == raw.count { $0 != 0 })
      #expect(same(cloud.rasterized(by: camera).values, frame.values))
    }
  }

  @Test func `the nearest point wins a pixel, and what lies outside is left out`() throws {
    let camera = try camera(3, 1)
    let cloud = try PointCloud(points: [
      SIMD3(0, 0, 2), SIMD3(0.001, 0, 1), SIMD3(0, 0, 3), SIMD3(0, 0, -1), SIMD3(5, 0, 1),
      SIMD3(.nan, 0, 1), SIMD3(-0.02, 0, .infinity),
    ])
    #expect(cloud.points.count == 5)
    #expect(same(cloud.rasterized(by: camera).values, [.nan, 1, .nan]))
    let moved = cloud.transformed(
      by: try RigidTransform(
        rotation: RigidTransform.identity.rotation, translation: SIMD3(-0.01, 0, 0)))
    #expect(same(moved.rasterized(by: camera).values, [1, 2, .nan]))
  }

  @Test func `a point too far away for a coordinate is left out`() throws {
    let camera = try CameraModel(
      width: 2, height: 1, focalX: 1e-30, focalY: 1, centerX: 1, centerY: 0)
    let frame = try DepthFrame(width: 2, height: 1, values: [1e10, 2], camera: camera)
    #expect(try PointCloud(of: frame).points == [SIMD3(0, 0, 2)])
    let far = try PointCloud(points: [SIMD3(3e38, 3e38, 0), SIMD3(1, 0, 0)])
    let turn = try RigidTransform(
      rotation: [0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1], translation: .zero)
    #expect(far.transformed(by: turn).points == [SIMD3(0.8, 0.6, 0)])
  }

  @Test func `a frame without a place in space makes no cloud`() throws {
    #expect(throws: PointCloudError.missingCamera) {
      try PointCloud(of: DepthFrame(width: 1, height: 1, values: [1]))
    }
    #expect(throws: PointCloudError.relativeDepth) {
      try PointCloud(
        of: DepthFrame(width: 1, height: 1, values: [1], scale: .relative, camera: camera(1, 1)))
    }
  }
}
