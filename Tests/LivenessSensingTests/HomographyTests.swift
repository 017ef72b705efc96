import LivenessSensing
import TestSupport
import Testing

private func camera(_ focal: Double, _ center: Double) throws -> CameraModel {
  try CameraModel(
    width: 64, height: 48, focalX: focal, focalY: focal, centerX: center, centerY: 23.5)
}

private let shift = [1.0, 0, 3, 0, 1, -2, 0, 0, 1]

struct HomographyTests {
  @Test func `a shift moves every pixel`() throws {
    let map = try Homography(elements: shift)
    #expect(map.apply(to: SIMD2(10, 10)) == SIMD2(13, 8))
    #expect(map.inverse.apply(to: SIMD2(13, 8)) == SIMD2(10, 10))
    #expect(Homography.identity.apply(to: SIMD2(5, 6)) == SIMD2(5, 6))
  }

  @Test func `a plane appears where its points do`() throws {
    let transform = try RigidTransform(
      rotation: [0.9993908, 0, 0.0348995, 0, 1, 0, -0.0348995, 0, 0.9993908],
      translation: SIMD3(-0.05, 0.01, 0.02))
    let (first, second) = (try camera(60, 31.5), try camera(75, 30))
    let map = try Homography(from: first, to: second, by: transform, ofPlaneAt: 0.6)
    let conversion = ConversionMatrix(from: first, to: second, by: transform)
    for pixel in [SIMD2(0.0, 0), SIMD2(63, 0), SIMD2(20.5, 40)] {
      let point = try #require(first.deproject(pixel, depth: 0.6))
      let expected = try #require(second.project(transform.apply(to: point)))
      let found = try #require(map.apply(to: pixel)) - expected
      #expect((found * found).sum() < 1e-18)
      let converted = try #require(conversion.apply(to: pixel, depth: 0.6))
      let difference = converted.pixel - expected
      #expect((difference * difference).sum() < 1e-18)
      #expect(abs(converted.depth - transform.apply(to: point).z) < 1e-12)
    }
  }

  @Test func `Row 1.22: intrinsics alone convert between two cameras at one place`() throws {
    let conversion = ConversionMatrix(
      from: try camera(60, 31.5), to: try camera(120, 31.5), by: .identity)
    let found = try #require(conversion.apply(to: SIMD2(41.5, 23.5), depth: 2))
    #expect(abs(found.pixel.x - 51.5) < 1e-12 && found.depth == 2)
    #expect(conversion.apply(to: SIMD2(0, 0), depth: -1) == nil)
  }

  @Test func `what lies beyond the horizon appears nowhere`() throws {
    let map = try Homography(elements: [1, 0, 0, 0, 1, 0, -0.1, 0, 1])
    #expect(map.apply(to: SIMD2(9, 0)) != nil)
    #expect(map.apply(to: SIMD2(10, 0)) == nil)
    #expect(map.apply(to: SIMD2(11, 0)) == nil)
    let negative = try Homography(elements: [-1, 0, 0, 0, -1, 0, 0.1, 0, -1])
    #expect(negative.apply(to: SIMD2(9, 0)) == map.apply(to: SIMD2(9, 0)))
  }

  @Test func `the way back leads to the pixel that it came from`() throws {
    // The horizon lies at column -50; the way back has its own pixel (0, 0) beyond it.
    let map = try Homography(elements: [1, 0, 100, 0, 1, 0, 0.02, 0, 1])
    #expect(map.apply(to: SIMD2(0, 0)) == SIMD2(100, 0))
    let start = try #require(map.inverse.apply(to: SIMD2(100, 0)))
    #expect(max(abs(start.x), abs(start.y)) < 1e-12)
    #expect(map.inverse.apply(to: SIMD2(0, 0)) == nil)
    #expect(map.inverse != (try Homography(elements: map.inverse.elements)))
  }

  @Test func `every pixel that appears is found again, over many maps`() throws {
    var generator = SeededGenerator(seed: 21)
    var found = 0
    for _ in 0..<500 {
      var elements = (0..<9).map { _ in Double.random(in: -1...1, using: &generator) }
      for (index, scale) in [(2, 200), (5, 200), (6, 0.01), (7, 0.01)] as [(Int, Double)] {
        elements[index] *= scale
      }
      elements[8] = Bool.random(using: &generator) ? 1 : -1
      guard let map = try? Homography(elements: elements) else { continue }
      let pixel = SIMD2<Double>.random(in: 0...640, using: &generator)
      guard let place = map.apply(to: pixel) else { continue }
      let back = try #require(map.inverse.apply(to: place), "\(elements) \(pixel)") - pixel
      #expect(max(abs(back.x), abs(back.y)) < 1e-4, "\(elements) \(pixel) \(back)")
      found += 1
    }
    #expect(found > 100)
  }

  @Test func `a plane is seen where the first pixel lies behind the second camera`() throws {
    // Turned by 45 degrees: the left of the first image lies behind the second camera.
    let transform = try RigidTransform(
      rotation: [0.70710678, 0, -0.70710678, 0, 1, 0, 0.70710678, 0, 0.70710678],
      translation: SIMD3(0.05, 0, 0.02))
    let (first, second) = (try camera(20, 31.5), try camera(75, 30))
    let map = try Homography(from: first, to: second, by: transform, ofPlaneAt: 0.6)
    #expect(map.apply(to: SIMD2(0, 0)) == nil)
    var behind = 0
    for y in 0..<48 {
      for x in 0..<64 {
        let pixel = SIMD2(Double(x), Double(y))
        let point = try #require(first.deproject(pixel, depth: 0.6))
        let expected = second.project(transform.apply(to: point))
        let found = map.apply(to: pixel)
        #expect((found == nil) == (expected == nil), "\(pixel)")
        guard let expected, let found else {
          behind += 1
          continue
        }
        let difference = found - expected
        #expect(max(abs(difference.x), abs(difference.y)) < 1e-6, "\(pixel)")
      }
    }
    #expect(behind == 528)
  }

  @Test func `a map with its horizon in the image warps what lies before it`() throws {
    // Depth pixel (0, 0) appears at column 2; the other two depth pixels fall between columns.
    let depth = try DepthFrame(width: 3, height: 1, values: [1, 2, 3])
    let image = try ImageFrame(width: 3, height: 1, pixels: [0, 0, 0])
    let map = try Homography(elements: [1, 0, 2, 0, 1, 0, 1, 0, 1])
    let values = AlignedFrames(warping: depth, to: image, by: map).depth.values
    #expect(values[0].isNaN && values[1].isNaN && values[2] == 1)
  }

  @Test func `numbers that are no homography are refused`() {
    #expect(throws: HomographyError.elementCount(found: 8)) {
      try Homography(elements: [1, 0, 0, 0, 1, 0, 0, 0])
    }
    #expect(throws: HomographyError.notFinite) {
      try Homography(elements: [1, 0, 0, 0, .nan, 0, 0, 0, 1])
    }
    #expect(throws: HomographyError.notFinite) {
      try Homography(elements: [Double](repeating: 0, count: 9))
    }
    #expect(throws: HomographyError.notInvertible(determinant: 0)) {
      try Homography(elements: [1, 1, 0, 1, 1, 0, 0, 0, 1])
    }
  }

  @Test func `a warped depth map keeps its distances and its holes`() throws {
    let depth = try DepthFrame(
      width: 3, height: 2, values: [1, .nan, 3, 4, 5, 6], scale: .relative)
    let image = try ImageFrame(width: 4, height: 2, pixels: [UInt8](repeating: 0, count: 8))
    let right = try Homography(elements: [1, 0, 1, 0, 1, 0, 0, 0, 1])
    let frames = AlignedFrames(warping: depth, to: image, by: right)
    let expected: [Float] = [.nan, 1, .nan, 3, .nan, 4, 5, 6]
    for (found, value) in zip(frames.depth.values, expected) {
      #expect(found == value || (found.isNaN && value.isNaN))
    }
    #expect(frames.depth.scale == .relative && frames.imageMask == nil)
  }
}
