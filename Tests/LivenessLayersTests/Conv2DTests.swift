import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct Conv2DTests {
  @Test func `a filter of ones sums the window`() {
    let x = Tensor(shape: [1, 1, 3, 3], scalars: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let sum = Conv2D(weight: Tensor(shape: [1, 1, 2, 2], repeating: 1))
    #expect(sum(x) == Tensor(shape: [1, 1, 2, 2], scalars: [12, 16, 24, 28]))
  }

  @Test func `padding is zeros around the map`() {
    let x = Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4])
    let sum = Conv2D(weight: Tensor(shape: [1, 1, 3, 3], repeating: 1), padding: 1)
    #expect(sum(x) == Tensor(shape: [1, 1, 2, 2], repeating: 10))
  }

  @Test func `the fast forms agree with the definition`() {
    var generator = SeededGenerator(seed: 0xC0_2D)
    for _ in 0..<200 {
      let problem = Problem(using: &generator)
      let (actual, expected) = (problem.layer(problem.x), problem.layer.reference(problem.x))
      if let mismatch = Closeness.mismatch(actual, expected) {
        Issue.record("\(mismatch) in \(problem)")
      }
    }
  }

  struct Problem: CustomStringConvertible {
    let layer: Conv2D
    let x: Tensor

    init(using generator: inout SeededGenerator) {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      func axis() -> WindowGeometry {
        WindowGeometry(
          kernel: pick(1...5), stride: pick(1...4), padding: pick(0...3), dilation: pick(1...3))
      }
      let window = Window2D(vertical: axis(), horizontal: axis())
      let groups = pick(1...4)
      let inputs = Bool.random(using: &generator) ? 1 : pick(1...5)
      let outputs = pick(1...5) * groups
      let extents = [pick(0...3), groups * inputs, pick(0...17), pick(0...17)]
      layer = Conv2D(
        weight: generator.tensor([
          outputs, inputs, window.vertical.kernel, window.horizontal.kernel,
        ]),
        bias: Bool.random(using: &generator) ? generator.tensor([outputs]) : nil,
        window: window, groups: groups)
      x = generator.tensor(Shape(extents))
    }

    var description: String {
      "filters \(layer.weight.shape), \(layer.groups) groups, bias \(layer.bias != nil), "
        + "\(layer.window) on \(x.shape): x \(x.scalars), weight \(layer.weight.scalars), "
        + "bias \(layer.bias?.scalars ?? [])"
    }
  }
}
