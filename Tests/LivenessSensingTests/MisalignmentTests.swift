import LivenessSensing
import TestSupport
import Testing

/// A bright head of a given size in front of a dark wall, as depth and image see it.
private struct Head {
  var width = 320
  var height = 240
  var center = SIMD2(160.0, 118.0)
  var radii = SIMD2(36.0, 46.0)
  /// By how much the depth map is moved.
  var shift = SIMD2(0.0, 0)
  var scale = DepthScale.metric
  var noise = 12.0

  func frames(seed: UInt64 = 1) throws -> AlignedFrames {
    var generator = SeededGenerator(seed: seed)
    let random = (0..<1021).map { _ in Double.random(in: -1...1, using: &generator) }
    var values: [Float] = []
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let pixel = SIMD2(Double(x), Double(y))
        let onDepth = (pixel - shift - center) / radii
        let (d, s) = ((onDepth * onDepth).sum(), ((pixel - center) / radii))
        let distance = d < 1 ? 0.6 - 0.06 * (1 - d) : 1.4
        let noisy = random[(y * width + x) % random.count]
        let isHole = noisy > 0.95
        values.append(isHole ? .nan : Float(distance + 0.003 * noisy))
        let light = (s * s).sum() < 1 ? 150 - 40 * (s * s).sum() : 45
        let grain = noise * random[(y * width * 3 + x * 7) % random.count]
        pixels.append(UInt8(max(0, min(255, light + grain))))
      }
    }
    return try AlignedFrames(
      alreadyAligned: DepthFrame(width: width, height: height, values: values, scale: scale),
      to: ImageFrame(width: width, height: height, pixels: pixels))
  }

  func misalignment(seed: UInt64 = 1) throws -> Misalignment? {
    try frames(seed: seed).misalignment(around: center, size: 2 * radii.y)
  }
}

struct MisalignmentTests {
  @Test func `frames that agree are left where they are`() throws {
    let found = try #require(try Head().misalignment())
    #expect(found.distance <= 2 && !found.isCertain)
    #expect(found.agreement > 0.8 && found.agreement <= 1)
  }

  @Test func `a depth map beside its image must move back`() throws {
    let found = try #require(try Head(shift: SIMD2(12, -5)).misalignment())
    #expect(found.isCertain)
    let error = found.shift - SIMD2(-12, 5)
    #expect((error * error).sum().squareRoot() <= 2, "\(found)")
  }

  @Test(arguments: [30.0, 90])
  func `every shift within the window is found, at every size`(radius: Double) throws {
    let size = 2.5 * radius
    for (index, length) in [4.0, 8, 12, 20].enumerated() {
      for angle in 0..<2 {
        let direction = [SIMD2(1.0, 0), SIMD2(-0.6, 0.8)][angle]
        let head = Head(
          width: Int(size * 2), height: Int(size * 2),
          center: SIMD2(size, size), radii: SIMD2(radius, radius * 1.25),
          shift: direction * length)
        let found = try #require(
          try head.misalignment(seed: UInt64(10 * index + angle)), "\(head)")
        let error = found.shift + head.shift
        #expect((error * error).sum().squareRoot() <= 1.5 * max(2, size / 112), "\(head) \(found)")
        if length >= 12 { #expect(found.isCertain, "\(head) \(found)") }
      }
    }
  }

  @Test func `where nothing can be compared nothing is said`() throws {
    #expect(try Head(scale: .relative).misalignment() == nil)
    let flat = try AlignedFrames(
      alreadyAligned: DepthFrame(
        width: 64, height: 64, values: [Float](repeating: 1, count: 4096)),
      to: ImageFrame(width: 64, height: 64, pixels: [UInt8](repeating: 9, count: 4096)))
    #expect(flat.misalignment(around: SIMD2(32, 32), size: 40) == nil)
    #expect(flat.misalignment(around: SIMD2(.nan, 32), size: 40) == nil)
    #expect(flat.misalignment(around: SIMD2(1e300, 32), size: 40) == nil)
    #expect(flat.misalignment(around: SIMD2(32, 32), size: .infinity) == nil)
    for size in [1e6, 1e300, 1.7e308, .greatestFiniteMagnitude, -.infinity, .nan] {
      #expect(flat.misalignment(around: SIMD2(32, 32), size: size) == nil)
    }
    let empty = try AlignedFrames(
      alreadyAligned: DepthFrame(
        width: 64, height: 64, values: [Float](repeating: .nan, count: 4096)),
      to: ImageFrame(width: 64, height: 64, pixels: [UInt8](repeating: 9, count: 4096)))
    #expect(empty.misalignment(around: SIMD2(32, 32), size: 40) == nil)
  }

  @Test func `an image without edges agrees with nothing`() throws {
    let frames = try Head().frames()
    let grey = try AlignedFrames(
      alreadyAligned: frames.depth,
      to: ImageFrame(width: 320, height: 240, pixels: [UInt8](repeating: 80, count: 320 * 240)))
    let found = try #require(grey.misalignment(around: SIMD2(160, 118), size: 92))
    #expect(!found.isCertain && found.agreement == 0)
  }

  @Test func `the depth map moves by whole pixels`() throws {
    let frames = try AlignedFrames(
      alreadyAligned: DepthFrame(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6]),
      to: ImageFrame(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6]))
    for (shift, expected) in [
      (SIMD2(1, 0), [.nan, 1, 2, .nan, 4, 5]), (SIMD2(-1, 1), [.nan, .nan, .nan, 2, 3, .nan]),
      (SIMD2(0, 0), [1, 2, 3, 4, 5, 6]), (SIMD2(3, 0), [Float](repeating: .nan, count: 6)),
      (SIMD2(Int.min + 1, Int.max), [Float](repeating: .nan, count: 6)),
      (SIMD2(Int.min, 0), [Float](repeating: .nan, count: 6)),
      (SIMD2(0, Int.min), [Float](repeating: .nan, count: 6)),
    ] as [(SIMD2<Int>, [Float])] {
      let moved = frames.shifted(by: shift)
      for (found, value) in zip(moved.depth.values, expected) {
        #expect(found == value || (found.isNaN && value.isNaN), "\(shift)")
      }
      #expect(moved.image.pixels == [1, 2, 3, 4, 5, 6])
    }
  }
}
