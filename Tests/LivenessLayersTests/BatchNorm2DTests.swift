import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct BatchNorm2DTests {
  @Test func `the mean becomes the offset and one deviation the scale`() {
    let layer = BatchNorm2D(
      mean: Tensor(shape: [1], scalars: [3]), variance: Tensor(shape: [1], scalars: [4]),
      scale: Tensor(shape: [1], scalars: [10]), offset: Tensor(shape: [1], scalars: [7]),
      epsilon: 0)
    let x = Tensor(shape: [1, 1, 1, 3], scalars: [1, 3, 5])
    #expect(layer(x).scalars == [-3, 7, 17])
  }

  @Test func `epsilon is added to the variance, and is PyTorch's where none is named`() {
    let (zero, one) = (Tensor(shape: [1]), Tensor(shape: [1], repeating: 1))
    func deviation(variance: Float, epsilon: Float) -> Float {
      let layer = BatchNorm2D(
        mean: zero, variance: Tensor(shape: [1], scalars: [variance]), scale: one, offset: zero,
        epsilon: epsilon)
      return 1 / layer(Tensor(shape: [1, 1, 1, 1], repeating: 1)).scalars[0]
    }
    #expect(abs(deviation(variance: 0.05, epsilon: 0.04) - 0.3) < 1e-6)
    #expect(abs(deviation(variance: 0, epsilon: 0.25) - 0.5) < 1e-6)
    let standard = BatchNorm2D(mean: zero, variance: zero, scale: one, offset: zero)
    #expect(standard.epsilon == 1e-5)
    let folded = standard.folded(into: Conv2D(weight: Tensor(shape: [1, 1, 1, 1], repeating: 1)))
    #expect(abs(folded.weight.scalars[0] - 316.22777) < 1e-3)
  }

  @Test func `a folded convolution gives what both layers give`() {
    var generator = SeededGenerator(seed: 0xF01D)
    for _ in 0..<50 {
      let channels = 2 * Int.random(in: 1...6, using: &generator)
      let groups = [1, 2, channels].randomElement(using: &generator) ?? 1
      let convolution = Conv2D(
        weight: generator.tensor([channels, channels / groups, 3, 3], in: -0.5...0.5),
        bias: Bool.random(using: &generator) ? generator.tensor([channels]) : nil, padding: 1,
        groups: groups)
      let layer = BatchNorm2D(
        mean: generator.tensor([channels]), variance: generator.tensor([channels], in: 0.1...2),
        scale: generator.tensor([channels]), offset: generator.tensor([channels]))
      let x = generator.tensor([2, channels, 5, 6])
      let folded = layer.folded(into: convolution)
      let (actual, expected) = (folded(x), layer(convolution(x)))
      let scale = max(1, expected.scalars.reduce(0) { max($0, abs($1)) })
      let difference = zip(actual.scalars, expected.scalars).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= 1e-5 * scale, "\(layer) after \(convolution) on \(x)")
      #expect(actual.shape == expected.shape)
    }
  }

  @Test func `an empty map stays empty`() {
    let one = Tensor(shape: [2], repeating: 1)
    let layer = BatchNorm2D(mean: one, variance: one, scale: one, offset: one)
    #expect(layer(Tensor(shape: [0, 2, 3, 3])).shape == [0, 2, 3, 3])
    #expect(layer(Tensor(shape: [1, 2, 0, 3])).shape == [1, 2, 0, 3])
  }

  @Test func `statistics of different lengths trap`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (two, three) = (Tensor(shape: [2]), Tensor(shape: [3]))
      _ = BatchNorm2D(mean: two, variance: two, scale: three, offset: two)
    }
    expect(exit, says: "found [[2], [2], [3], [2]]")
  }

  @Test func `folding into a convolution with other channels traps`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let one = Tensor(shape: [2], repeating: 1)
      let layer = BatchNorm2D(mean: one, variance: one, scale: one, offset: one)
      _ = layer.folded(into: Conv2D(weight: Tensor(shape: [3, 1, 1, 1])))
    }
    expect(
      exit, says: "2 channels cannot be folded into a Conv2D with filters of shape [3, 1, 1, 1]")
  }
}
