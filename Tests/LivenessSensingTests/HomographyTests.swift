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
