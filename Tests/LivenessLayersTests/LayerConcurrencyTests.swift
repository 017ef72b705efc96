import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct LayerConcurrencyTests {
  /// A convolution of each kind, pooling and a fully connected layer.
  struct Branch: Sendable {
    let first: Conv2D
    let second: Conv2D
    let dense: Linear

    init(using generator: inout SeededGenerator) {
      first = Conv2D(weight: generator.tensor([8, 2, 3, 3]), padding: 1)
      second = Conv2D(weight: generator.tensor([8, 1, 3, 3]), padding: 1, groups: 8)
      dense = Linear(weight: generator.tensor([6, 8 * 7 * 7]))
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
      dense(MaxPool2D(kernelSize: 4)(ReLU()(second(first(x)))).flattened())
    }
  }

  @Test func `layers give the same bits to eight tasks at once`() async {
    var generator = SeededGenerator(seed: 0xB2A)
    let branch = Branch(using: &generator)
    let inputs = (0..<8).map { _ in generator.tensor([1, 2, 28, 28]) }
    let expected = inputs.map { branch($0) }
    await withTaskGroup(of: Void.self) { group in
      for (input, expected) in zip(inputs, expected) {
        group.addTask {
          for _ in 0..<20 { #expect(branch(input) == expected) }
        }
      }
    }
  }
}
