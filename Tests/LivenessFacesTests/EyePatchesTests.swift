import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

struct EyePatchesTests {
  /// A face whose eyes are 40 pixels apart, on an image whose brightness tells the column.
  private static let keyPoints = FaceKeyPoints(
    points: (0..<68).map { index in
      switch index {
      case 36..<42: SIMD2(40 + Double(index - 36) * 2 - 5, 50)
      case 42..<48: SIMD2(80 + Double(index - 42) * 2 - 5, 50)
      default: SIMD2(60, 80)
      }
    })

  private func ramp(width: Int = 128, height: Int = 100) throws -> ImageFrame {
    try ImageFrame(
      width: width, height: height,
      pixels: (0..<width * height).map { UInt8(min(255, $0 % width * 2)) })
  }

  @Test func `a patch shows the surroundings of its point`() throws {
    // 0.25 of 40 pixels on 10 pixels: the crop's pixels are the image's.
    let patches = EyePatches(scale: 0.25).grey(
      of: .pupils, Self.keyPoints, in: try ramp(), size: 10)
    #expect(patches.shape == [2, 10, 10])
    let row = (0..<10).map { patches[0, 4, $0] * 255 / 2 }
    for (column, value) in row.enumerated() {
      #expect(abs(value - (40 - 4.5 + Float(column))) < 1e-3)
    }
    #expect(abs(patches[1, 0, 0] * 255 / 2 - 75.5) < 1e-3)
  }

  @Test func `canthi have four patches, from the image's left to its right`() throws {
    let patches = EyePatches(scale: 0.5).grey(
      of: .canthi, Self.keyPoints, in: try ramp(), size: 8)
    #expect(patches.shape == [4, 8, 8])
    let means = (0..<4).map { patch in
      patches.scalars[patch * 64..<(patch + 1) * 64].reduce(0, +) / 64
    }
    #expect(means == means.sorted())
  }

  @Test func `points far outside, or at one place, do no harm`() throws {
    let image = try ramp(width: 20, height: 10)
    for factor in [0, 1, 1e6, 1e300, -.infinity, .nan] {
      let points = Self.keyPoints.mapped { $0 * factor }
      for group in [FaceKeyPoints.Group.canthi, .pupils] {
        let patches = EyePatches(scale: 4).grey(of: group, points, in: image, size: 6)
        #expect(patches.scalars.allSatisfy { (0...1).contains($0) })
      }
    }
  }
}

struct PupilGlintTests {
  @Test func `a bright pixel is a glint, a bright half is none`() {
    var scalars = [Float](repeating: 0.25, count: 49)
    scalars[3 * 7 + 3] = 1
    let glint = PupilGlint(size: 3)(Tensor(shape: [1, 7, 7], scalars: scalars))
    #expect(glint.scalars.filter { $0 != 0 } == [0.75])
    #expect(glint[0, 3, 3] == 0.75)
    let half = (0..<49).map { Float($0 % 7 < 4 ? 1 : 0) }
    #expect(
      PupilGlint(size: 3)(Tensor(shape: [1, 7, 7], scalars: half)).scalars.allSatisfy { $0 == 0 })
  }

  @Test func `glints are those of SciPy`() throws {
    let recorded = try RecordedFilters()
    for size in [3, 5, 7] {
      #expect(PupilGlint(size: size)(recorded.input) == (try recorded.output("glint-\(size)")))
    }
  }
}

struct DotSuppressionTests {
  @Test func `a median takes a dot out and leaves an edge`() {
    var scalars = (0..<49).map { Float($0 % 7 < 3 ? 0 : 1) }
    let edge = Tensor(shape: [7, 7], scalars: scalars)
    scalars[3 * 7 + 1] = 1
    let dotted = Tensor(shape: [7, 7], scalars: scalars)
    #expect(DotSuppression.median(size: 3)(dotted) == edge)
  }

  @Test func `the median of an even side is that of the next odd one`() {
    var generator = SeededGenerator(seed: 12)
    let crop = generator.tensor([9, 9], in: 0...1)
    for size in [2, 4, 6] {
      let odd = DotSuppression.median(size: size + 1)(crop)
      #expect(DotSuppression.median(size: size)(crop) == odd)
    }
    for size in [1, 0, -1, -4, Int.min] {
      #expect(DotSuppression.median(size: size)(crop) == crop)
    }
    let whole = DotSuppression.median(size: .max)(Tensor(shape: [2, 2], scalars: [1, 1, 1, 5]))
    #expect(whole.scalars.allSatisfy { $0 == 1 || $0 == 5 })
  }

  @Test func `a low-pass keeps a uniform crop and the sum of a dot in its middle`() {
    let uniform = Tensor(shape: [9, 9], repeating: 0.5)
    let smooth = DotSuppression.gaussian(sigma: 1)(uniform)
    #expect(Closeness.mismatch(smooth, uniform) == nil)
    var scalars = [Float](repeating: 0, count: 81)
    scalars[40] = 1
    let spread = DotSuppression.gaussian(sigma: 0.8)(Tensor(shape: [9, 9], scalars: scalars))
    #expect(abs(spread.scalars.reduce(0, +) - 1) < 1e-5)
    #expect(spread[4, 4] < 0.3)
  }

  @Test func `Row 1.12: both filters are those of SciPy`() throws {
    let recorded = try RecordedFilters()
    let crop = recorded.input.reshaped(to: [24, 12])
    for size in [3, 5] {
      let expected = try recorded.output("median-\(size)")
      #expect(DotSuppression.median(size: size)(crop) == expected)
    }
    for sigma in [0.7, 2] {
      let expected = try recorded.output("gaussian-\(sigma)")
      #expect(
        Closeness.mismatch(DotSuppression.gaussian(sigma: sigma)(crop), expected) == nil)
    }
  }
}
