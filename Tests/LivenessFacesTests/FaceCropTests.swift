import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

struct FaceCropTests {
  /// A frame whose grey value at (x, y) is `10·y + x`.
  private func ramp(width: Int, height: Int) throws -> ImageFrame {
    try ImageFrame(
      width: width, height: height,
      pixels: (0..<height).flatMap { y in (0..<width).map { UInt8(10 * y + $0) } })
  }

  @Test func `a crop of the frame's own size repeats its pixels`() throws {
    let crop = FaceCrop(around: FaceBox(x: 2, y: 1, width: 4, height: 4), scale: 1, size: 4)
    let grey = crop.grey(of: try ramp(width: 8, height: 8))
    let expected = (1...4).flatMap { y in (2...5).map { Float(10 * y + $0) / 255 } }
    #expect(Closeness.mismatch(grey.scalars, expected) == nil)
  }

  @Test func `the square has the scaled longer side and the centre of the box`() {
    let crop = FaceCrop(around: FaceBox(x: 10, y: 20, width: 30, height: 40), scale: 1.5, size: 112)
    #expect(crop.side == 60)
    #expect(crop.left == 25 - 30)
    #expect(crop.top == 40 - 30)
  }

  @Test func `a point goes to the crop and back to where it was`() {
    let crop = FaceCrop(
      around: FaceBox(x: 100.5, y: 40.25, width: 173, height: 201), scale: 1.1, size: 112)
    for point in [SIMD2(0.0, 0.0), SIMD2(55.5, 55.5), SIMD2(-3.25, 140)] {
      let there = crop.cropPoint(crop.framePoint(point))
      #expect(abs(there.x - point.x) < 1e-9 && abs(there.y - point.y) < 1e-9)
    }
  }

  @Test func `the centre of the first crop pixel is the centre of the area it covers`() {
    let crop = FaceCrop(around: FaceBox(x: 0, y: 0, width: 8, height: 8), scale: 1, size: 2)
    #expect(crop.framePoint(SIMD2(0, 0)) == SIMD2(1.5, 1.5))
  }

  @Test func `shrinking averages, so that a fine stripe becomes grey`() throws {
    let stripes = try ImageFrame(
      width: 16, height: 16, pixels: (0..<256).map { $0 % 2 == 0 ? 0 : 255 })
    let crop = FaceCrop(around: FaceBox(x: 0, y: 0, width: 16, height: 16), scale: 1, size: 4)
    for value in crop.grey(of: stripes).scalars { #expect(abs(value - 0.5) < 1e-6) }
  }

  @Test func `beyond the frame its edge is repeated in the image and a hole in the depth`() throws {
    let crop = FaceCrop(around: FaceBox(x: -2, y: 0, width: 4, height: 4), scale: 1, size: 4)
    let image = try ImageFrame(width: 4, height: 4, pixels: (0..<16).map { UInt8($0) })
    let grey = crop.grey(of: image)
    #expect(grey[1, 0] == grey[1, 2])
    #expect(abs(grey[1, 2] - 4.0 / 255) < 1e-6)
    let depth = crop.depth(
      of: try DepthFrame(width: 4, height: 4, values: [Float](repeating: 0.5, count: 16)))
    #expect(depth[0, 1].isNaN)
    #expect(depth[0, 2] == 0.5)
  }

  @Test(arguments: [1e7, 1e25, 1e300, Double.greatestFiniteMagnitude])
  func `a square beyond all measure shows the edge of the frame`(extent: Double) throws {
    let grey = try ramp(width: 8, height: 8)
    let color = try ImageFrame(
      width: 2, height: 2, channels: 3, pixels: [UInt8](repeating: 51, count: 12))
    let depth = try DepthFrame(width: 4, height: 4, values: [Float](repeating: 0.5, count: 16))
    for box in [
      FaceBox(x: 0, y: 0, width: extent, height: extent),
      FaceBox(x: -extent, y: -extent / 2, width: extent, height: 1),
      FaceBox(x: extent, y: extent, width: extent, height: extent),
    ] {
      let crop = FaceCrop(around: box, scale: 1.1, size: 4)
      #expect(crop.side == 8 * 16384)
      #expect(crop.grey(of: grey).scalars.allSatisfy { (0...0.4).contains($0) })
      #expect(crop.rgb(of: color).scalars.allSatisfy { abs($0 - 0.2) < 1e-4 })
      #expect(crop.depth(of: depth).scalars.allSatisfy { $0.isNaN || $0 == 0.5 })
    }
  }

  @Test func `a hole in the depth map stays a hole and its neighbours stay what they are`() throws {
    var values = [Float](repeating: 0.4, count: 64)
    values[3 * 8 + 4] = .nan
    let frame = try DepthFrame(width: 8, height: 8, values: values)
    let crop = FaceCrop(around: FaceBox(x: 0, y: 0, width: 8, height: 8), scale: 1, size: 8)
    let depth = crop.depth(of: frame)
    #expect(depth.scalars.filter(\.isNaN).count == 1)
    #expect(depth[3, 4].isNaN)
    #expect(depth.scalars.allSatisfy { $0.isNaN || $0 == 0.4 })
  }

  @Test func `Row 1.10: colour becomes grey by its luminance`() throws {
    let red = try ImageFrame(
      width: 2, height: 2, channels: 3, pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255],
      modality: .color)
    let crop = FaceCrop(around: FaceBox(x: 0, y: 0, width: 2, height: 2), scale: 1, size: 2)
    #expect(Closeness.mismatch(crop.grey(of: red).scalars, [0.299, 0.587, 0.114, 1]) == nil)
  }

  @Test func `Row 1.10: a crop has the three channels of the image, red, green and blue`() throws {
    let pixels: [UInt8] = [255, 0, 51, 0, 255, 51, 102, 0, 255, 255, 255, 255]
    let image = try ImageFrame(
      width: 2, height: 2, channels: 3, pixels: pixels, modality: .color)
    let crop = FaceCrop(around: FaceBox(x: 0, y: 0, width: 2, height: 2), scale: 1, size: 2)
    let expected: [Float] = [1, 0, 0.4, 1, 0, 1, 0, 1, 0.2, 0.2, 1, 1]
    #expect(crop.rgb(of: image).shape == [3, 2, 2])
    #expect(Closeness.mismatch(crop.rgb(of: image).scalars, expected) == nil)
  }

  @Test func `Row 1.10: each channel is resampled as a grey image of it is`() throws {
    var generator = SeededGenerator(seed: 110)
    for _ in 0..<30 {
      let (width, height) = (
        Int.random(in: 1...40, using: &generator), Int.random(in: 1...40, using: &generator)
      )
      let pixels = (0..<3 * width * height).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let image = try ImageFrame(
        width: width, height: height, channels: 3, pixels: pixels, modality: .color)
      let box = FaceBox(
        x: Double.random(in: -9...20, using: &generator),
        y: Double.random(in: -9...20, using: &generator),
        width: Double.random(in: 1...50, using: &generator),
        height: Double.random(in: 1...50, using: &generator))
      let crop = FaceCrop(
        around: box, scale: Double.random(in: 0.5...3, using: &generator),
        size: Int.random(in: 1...24, using: &generator))
      let planes = try (0..<3).flatMap { channel in
        let plane = stride(from: channel, to: pixels.count, by: 3).map { pixels[$0] }
        return crop.grey(of: try ImageFrame(width: width, height: height, pixels: plane)).scalars
      }
      #expect(crop.rgb(of: image).scalars == planes)
    }
  }
}
