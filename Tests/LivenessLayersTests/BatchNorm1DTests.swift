import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct BatchNorm1DTests {
  private let layer = BatchNorm1D(
    mean: Tensor(shape: [2], scalars: [3, 0]), variance: Tensor(shape: [2], scalars: [4, 1]),
    scale: Tensor(shape: [2], scalars: [10, 1]), offset: Tensor(shape: [2], scalars: [7, 0]),
    epsilon: 0)

  @Test func `each feature is normalized by its own statistics`() {
    let x = Tensor(shape: [2, 2], scalars: [1, 8, 5, -8])
    #expect(layer(x).scalars == [-3, 8, 17, -8])
    #expect(layer(Tensor(shape: [0, 2])).shape == [0, 2])
  }

  @Test func `epsilon is PyTorch's where none is named`() {
    let (zero, one) = (Tensor(shape: [1]), Tensor(shape: [1], repeating: 1))
    let layer = BatchNorm1D(mean: zero, variance: zero, scale: one, offset: zero)
    #expect(abs(layer(Tensor(shape: [1, 1], repeating: 1)).scalars[0] - 316.22777) < 1e-3)
  }

  @Test func `a folded fully connected layer gives what both layers give`() {
    var generator = SeededGenerator(seed: 0xF1)
    let linear = Linear(weight: generator.tensor([2, 9]), bias: generator.tensor([2]))
    let x = generator.tensor([3, 9])
    let expected = layer(linear(x))
    #expect(Closeness.mismatch(layer.folded(into: linear)(x), expected) == nil)
  }
}
