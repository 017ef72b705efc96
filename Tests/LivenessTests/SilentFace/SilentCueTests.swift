import Foundation
import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// What the cues say of pictures that are made so that one of them must react, and no other need.
struct SilentCueTests {
  private static let face = FaceBox(x: 110, y: 60, width: 180, height: 220)

  /// A soft head of skin tones with grain before a soft wall, and what `paint` makes of each pixel.
  private func portrait(
    seed: UInt64 = 5, paint: (_ x: Int, _ y: Int, SIMD3<Double>) -> SIMD3<Double> = { $2 }
  ) throws -> ImageFrame {
    var random = SeededGenerator(seed: seed)
    var grain = [Double](repeating: 0, count: 402 * 342)
    for index in grain.indices { grain[index] = .random(in: -9...9, using: &random) }
    var pixels: [UInt8] = []
    for y in 0..<340 {
      for x in 0..<400 {
        let (dx, dy) = ((Double(x) - 200) / 90, (Double(y) - 170) / 110)
        let depth = max(0, 1 - dx * dx - dy * dy).squareRoot()
        let skin = SIMD3<Double>(120, 85, 70) + 90 * depth * SIMD3(1, 0.8, 0.7)
        let wall = SIMD3<Double>(90, 100, 110) + Double(x + y) / 20
        let share = min(1, depth * 4)
        // A lens and a demosaicing smooth the grain of a sensor.
        let soft = (0..<9).reduce(0) { $0 + grain[(y + $1 / 3) * 402 + x + $1 % 3] } / 4
        let color = paint(x, y, share * skin + (1 - share) * wall + soft)
        for channel in 0..<3 { pixels.append(UInt8(min(max(color[channel], 0), 255))) }
      }
    }
    return try ImageFrame(width: 400, height: 340, channels: 3, pixels: pixels, modality: .color)
  }

  private func cues(_ image: ImageFrame, _ face: FaceBox = face) -> [SilentCue.Kind: SilentCue] {
    Dictionary(uniqueKeysWithValues: SilentCue.all(on: image, face: face).map { ($0.kind, $0) })
  }

  private func unusual(_ image: ImageFrame) -> [SilentCue.Kind] {
    SilentCue.all(on: image, face: Self.face).filter(\.isUnusual).map(\.kind)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `Row 5.09: nothing is unusual about a soft portrait`(seed: UInt64) throws {
    let image = try portrait(seed: seed)
    let found = SilentCue.all(on: image, face: Self.face)
    #expect(found.map(\.kind) == SilentCue.Kind.allCases)
    #expect(unusual(image) == [], "\(found)")
  }

  @Test(arguments: [2.5, 3, 4.7, 6])
  func `Row 5.09: the grid of a screen is a regular pattern`(period: Double) throws {
    let image = try portrait { x, y, color in
      let wave =
        cos(2 * .pi * (Double(x) + 0.2 * Double(y)) / period)
        + cos(2 * .pi * (Double(y) - 0.2 * Double(x)) / period)
      return color + 6 * wave
    }
    let (plain, grid) = (try cues(portrait()), cues(image))
    let value = try #require(grid[.moire]?.value)
    #expect(value > (try #require(plain[.moire]?.value)) + 6, "\(value)")
    #expect(grid[.moire]?.isUnusual == true, "\(value)")
  }

  @Test func `Row 5.09: the edge of a sheet of paper is a straight border`() throws {
    let image = try portrait { x, y, color in
      (60..<340).contains(x) && (20..<320).contains(y) ? color : SIMD3(repeating: 20)
    }
    #expect(unusual(image).contains(.straightBorders))
    let found = cues(image)
    #expect(try #require(found[.straightBorders]).value > 0.22)
    #expect(found[.exposure]?.isUnusual == false)
  }

  @Test func `Row 5.09: a face that is burnt out or lost in the dark is badly exposed`() throws {
    let bright = cues(try portrait { $2 * 2.2 })
    let dark = cues(try portrait { _, _, color in color - 200 })
    #expect(try #require(bright[.exposure]).value > 0.3 && bright[.exposure]?.isUnusual == true)
    #expect(try #require(dark[.exposure]).value > 0.3 && dark[.exposure]?.isUnusual == true)
  }

  @Test func `Row 5.09: a blurred face lacks fine texture, and a dotted one has too much`() throws {
    let blurred = cues(
      try ImageFrame(
        width: 400, height: 340, channels: 3,
        pixels: (0..<400 * 340).flatMap { index -> [UInt8] in
          let (x, y) = (Double(index % 400), Double(index / 400))
          let value = 128 + 60 * sin(x / 4) * cos(y / 4)
          return [UInt8(value), UInt8(value * 0.8), UInt8(value * 0.7)]
        }, modality: .color))
    let dotted = cues(
      try portrait { x, y, color in (x * 7 + y * 3) % 5 < 2 ? color * 0.4 : color * 1.1 })
    #expect(try #require(blurred[.texture]).value < -35)
    #expect(try #require(dotted[.texture]).value > -6)
  }

  @Test func `Row 5.09: a picture without colours is told, and one in a single tint`() throws {
    let grey = cues(
      try portrait { _, _, color in SIMD3(repeating: color.sum() / 3) })
    let tinted = cues(
      try portrait { _, _, color in SIMD3(1, 0.8, 0.7) * 128 + (color - color) + 5 })
    #expect(try #require(grey[.color]).value < 1 && grey[.color]?.isUnusual == true)
    #expect(try #require(tinted[.color]).value < 1 && tinted[.color]?.isUnusual == true)
  }

  @Test func `cues change no decision, and are there for a face of 64 pixels on a colour image`()
    throws
  {
    let image = try portrait()
    let boxes: [FaceBox] = [
      FaceBox(x: 10, y: 10, width: 63, height: 200), FaceBox(x: 0, y: 0, width: 0, height: 9),
      FaceBox(x: .nan, y: 0, width: 90, height: 90), FaceBox(x: 900, y: 9, width: 90, height: 90),
      FaceBox(x: 350, y: 0, width: 100, height: 100), FaceBox(x: -1e300, y: 0, width: 9, height: 9),
    ]
    for box in boxes { #expect(SilentCue.all(on: image, face: box).isEmpty, "\(box)") }
    let huge = FaceBox(x: -1e300, y: -1e300, width: 2e300, height: 2e300)
    #expect(SilentCue.all(on: image, face: huge).count == 5)
    #expect(SilentCue.all(on: image, face: FaceBox(x: 0, y: 0, width: 64, height: 64)).count == 5)
    let grey = try ImageFrame(
      width: 400, height: 340, pixels: [UInt8](repeating: 9, count: 400 * 340), modality: .color)
    #expect(SilentCue.all(on: grey, face: Self.face).isEmpty)
  }

  @Test func `a face of one colour has no pattern and no texture, and no number is lost`() throws {
    let flat = try ImageFrame(
      width: 400, height: 340, channels: 3, pixels: [UInt8](repeating: 120, count: 400 * 340 * 3),
      modality: .color)
    let found = cues(flat)
    #expect(found[.moire]?.value == 0)
    #expect(found[.texture]?.value == -100)
    #expect(found.values.allSatisfy { $0.value.isFinite })
  }

  @Test func `the transform is that of its definition`() {
    var random = SeededGenerator(seed: 64)
    for count in [2, 4, 8, 64] {
      let values = (0..<count).map { _ in
        SIMD2(Float.random(in: -1...1, using: &random), Float.random(in: -1...1, using: &random))
      }
      for (index, found) in FourierTransform(count: count)(values).enumerated() {
        let expected = values.enumerated().reduce(SIMD2<Double>()) { sum, entry in
          let angle = -2 * Double.pi * Double(index * entry.offset) / Double(count)
          let (a, b) = (Double(entry.element.x), Double(entry.element.y))
          return sum
            + SIMD2(a * cos(angle) - b * sin(angle), a * sin(angle) + b * cos(angle))
        }
        let difference = SIMD2<Double>(found) - expected
        #expect((difference * difference).sum() < 1e-8, "\(count), \(index)")
      }
    }
  }
}
