import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

struct NormalizationTests {
  private let relief = DepthRelief(range: 0.1, holeValue: -1, relativeSpread: 0.05)
  private let standardize = ImageStandardization(centerFraction: 0.6, floor: 0.02, clip: 4)

  /// All key points on a diagonal of a 112-pixel crop.
  private let diagonal = FaceKeyPoints(
    points: (0..<68).map { SIMD2(Double($0) + 20, Double($0) + 20) })

  private func crop(_ value: (_ x: Int, _ y: Int) -> Float) -> Tensor {
    Tensor(
      shape: [112, 112],
      scalars: (0..<112).flatMap { y in (0..<112).map { value($0, y) } })
  }

  @Test func `relief counts from the median depth at the key points`() {
    let values = relief(crop { x, _ in x < 60 ? 0.50 : 0.55 }, keyPoints: diagonal, scale: .metric)
    #expect(values[0, 10] == 0)
    #expect(abs(values[0, 100] + 0.5) < 1e-6)
  }

  @Test func `relief is bounded and a hole has its own value`() {
    let depth = crop { x, y in x == 0 ? .nan : (y == 0 ? 5 : (y == 1 ? 0.01 : 0.5)) }
    let values = relief(depth, keyPoints: diagonal, scale: .metric)
    #expect(values[5, 0] == -1)
    #expect(values[0, 5] == -1)
    #expect(values[1, 5] == 1)
    #expect(values[9, 9] == 0)
  }

  @Test func `relief does not depend on the distance`() {
    let near = relief(
      crop { x, _ in 0.40 + Float(x) * 0.0005 }, keyPoints: diagonal, scale: .metric)
    let far = relief(crop { x, _ in 0.90 + Float(x) * 0.0005 }, keyPoints: diagonal, scale: .metric)
    #expect(Closeness.mismatch(near, far, absolute: 1e-5) == nil)
  }

  @Test func `relative depth gives the same relief at any scale and offset`() {
    let one = crop { x, y in Float(x + 2 * y) }
    let other = crop { x, y in 40 + 0.1 * Float(x + 2 * y) }
    let a = relief(one, keyPoints: diagonal, scale: .relative)
    let b = relief(other, keyPoints: diagonal, scale: .relative)
    #expect(Closeness.mismatch(a, b, absolute: 1e-4) == nil)
    #expect((a.scalars.max() ?? 0) > 0.2)
  }

  @Test func `depth without any valid pixel, or without spread, is no relief`() {
    let holes = relief(crop { _, _ in .nan }, keyPoints: diagonal, scale: .metric)
    #expect(holes.scalars.allSatisfy { $0 == -1 })
    let flat = relief(crop { _, _ in 3 }, keyPoints: diagonal, scale: .relative)
    #expect(flat.scalars.allSatisfy { $0 == 0 })
  }

  @Test func `depths that no float can subtract make no number disappear`() {
    let depth = crop { x, _ in
      x == 0 ? -3e38 : (x > 100 ? 3e38 : (x > 50 ? .leastNonzeroMagnitude : 0))
    }
    for points in [diagonal, FaceKeyPoints(points: (0..<68).map { SIMD2(2 * Double($0), 9) })] {
      let values = relief(depth, keyPoints: points, scale: .relative)
      #expect(values.scalars.allSatisfy { (-1...1).contains($0) })
      #expect(values[9, 0] > values[9, 111])
    }
  }

  @Test func `key points that are not finite do not move the reference`() {
    let lost = FaceKeyPoints(points: [SIMD2<Double>](repeating: SIMD2(.nan, 0), count: 68))
    let values = relief(crop { _, _ in 0.5 }, keyPoints: lost, scale: .metric)
    #expect(values.scalars.allSatisfy { $0 == 0 })
  }

  @Test func `a standardized crop has mean 0 and nearly spread 1 in its middle`() {
    var generator = SeededGenerator(seed: 3)
    let values = standardize(generator.tensor([112, 112], in: 0...1))
    let middle = (22..<90).flatMap { y in (22..<90).map { values[y, $0] } }
    let mean = middle.reduce(0, +) / Float(middle.count)
    let deviation = (middle.reduce(0) { $0 + $1 * $1 } / Float(middle.count)).squareRoot()
    #expect(abs(mean) < 1e-4)
    #expect(deviation > 0.9 && deviation < 1)
  }

  @Test func `exposure does not change a standardized crop by much`() {
    var generator = SeededGenerator(seed: 4)
    let bright = generator.tensor([112, 112], in: 0...1)
    let dark = Tensor(shape: bright.shape, scalars: bright.scalars.map { $0 / 4 })
    let mismatch = Closeness.mismatch(
      standardize(dark), standardize(bright), absolute: 0.25, relative: 0)
    #expect(mismatch == nil)
  }

  @Test func `a middle that no crop has traps with the numbers`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ImageStandardization(centerFraction: .nan, floor: 0.02, clip: 4)
    }
    expect(exit, says: "a positive clip, found nan, 0.02 and 4.0")
    await #expect(processExitsWith: .failure) {
      _ = ImageStandardization(centerFraction: 1.01, floor: 0.02, clip: 4)
    }
    await #expect(processExitsWith: .failure) {
      _ = ImageStandardization(centerFraction: 0, floor: 0.02, clip: 4)
    }
  }

  @Test func `the whole crop may be its middle`() {
    let whole = ImageStandardization(centerFraction: 1, floor: 0, clip: 4)
    #expect(whole(crop { x, _ in Float(x) / 111 }).scalars.allSatisfy { abs($0) < 2 })
  }

  @Test func `a uniform crop becomes zero and an outlier is clipped`() {
    let uniform = standardize(crop { _, _ in 0.3 })
    #expect(uniform.scalars.allSatisfy { abs($0) < 1e-4 })
    let spot = standardize(crop { x, y in x == 0 && y == 0 ? 1 : 0.3 })
    #expect(spot[0, 0] == 4)
  }
}
