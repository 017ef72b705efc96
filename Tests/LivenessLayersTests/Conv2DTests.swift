import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

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

  @Test func `each group sees its own channels`() {
    let x = Tensor(shape: [1, 4, 1, 1], scalars: [1, 10, 100, 1000])
    let sum = Conv2D(weight: Tensor(shape: [2, 2, 1, 1], repeating: 1), groups: 2)
    #expect(sum(x).scalars == [11, 1100])
  }

  @Test func `a depthwise convolution keeps channels apart`() {
    let x = Tensor(shape: [1, 2, 1, 2], scalars: [1, 2, 3, 4])
    let layer = Conv2D(
      weight: Tensor(shape: [4, 1, 1, 1], scalars: [1, 10, 100, 1000]),
      bias: Tensor(shape: [4], scalars: [0, 0, 0, 5]), groups: 2)
    #expect(layer.isDepthwise)
    #expect(layer(x).scalars == [1, 2, 10, 20, 300, 400, 3005, 4005])
  }

  @Test func `one channel in one group is a convolution like any other`() {
    let layer = Conv2D(weight: Tensor(shape: [2, 1, 1, 1], scalars: [2, 3]))
    #expect(layer(Tensor(shape: [1, 1, 1, 1], repeating: 4)).scalars == [8, 12])
  }

  @Test func `an empty map gives an empty map`() {
    let layer = Conv2D(weight: Tensor(shape: [3, 2, 1, 1], repeating: 1), padding: 1)
    #expect(layer(Tensor(shape: [0, 2, 4, 5])).shape == [0, 3, 6, 7])
    #expect(layer(Tensor(shape: [1, 2, 0, 5])).shape == [1, 3, 0, 7])
    #expect(
      Conv2D(weight: Tensor(shape: [1, 1, 3, 3]))(Tensor(shape: [1, 1, 2, 5])).shape.count == 0)
  }

  @Test func `an image in a batch gives the bits that it gives alone`() {
    var generator = SeededGenerator(seed: 3)
    let layer = Conv2D(weight: generator.tensor([5, 3, 3, 3]), padding: 1)
    let x = generator.tensor([2, 3, 9, 8])
    let alone = [0, 1].map { index in
      layer(
        Tensor(shape: [1, 3, 9, 8], scalars: Array(x.scalars[index * 216..<(index + 1) * 216])))
    }
    #expect(layer(x).scalars == alone[0].scalars + alone[1].scalars)
  }

  @Test func `not-a-number spreads to every window that sees it and no further`() {
    var x = Tensor(shape: [1, 1, 4, 4], repeating: 1)
    x[0, 0, 0, 0] = .nan
    for groups in [1, 2] {
      let layer = Conv2D(
        weight: Tensor(shape: [2, 1, 2, 2]), groups: groups)
      let y = layer(groups == 1 ? x : Concat()([x, x]))
      #expect(y.scalars.enumerated().allSatisfy { $1.isNaN == ($0 % 9 == 0) })
    }
  }

  @Test func `another number of channels traps with both shapes`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Conv2D(weight: Tensor(shape: [1, 3, 1, 1]))(Tensor(shape: [1, 4, 5, 6]))
    }
    expect(exit, says: "Conv2D takes maps of shape [N, 3, H, W], found [1, 4, 5, 6]")
  }

  @Test func `a bias for another number of outputs traps with both shapes`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Conv2D(weight: Tensor(shape: [2, 3, 1, 1]), bias: Tensor(shape: [3]))
    }
    expect(exit, says: "takes a bias of shape [2], found [3]")
  }

  @Test func `strips of any height give what one strip gives`() {
    var generator = SeededGenerator(seed: 0x57819)
    for _ in 0..<40 {
      let problem = Problem(using: &generator)
      let (layer, x) = (problem.layer, problem.x)
      let expected = layer.reference(x)
      for scratchCount in [1, 300, 2000] {
        let actual = ConvolutionKernel.convolve(
          x, weight: layer.weight, bias: layer.bias, groups: layer.groups,
          vertical: layer.window.vertical.placed(onAxisOf: x.shape[2]),
          horizontal: layer.window.horizontal.placed(onAxisOf: x.shape[3]),
          scratchCount: scratchCount)
        if let mismatch = Closeness.mismatch(actual, expected) {
          Issue.record("\(mismatch) with a scratch of \(scratchCount) in \(problem)")
        }
      }
    }
  }

  @Test func `the fast forms agree with the definition`() {
    var generator = SeededGenerator(seed: 0xC0_2D)
    for _ in 0..<400 {
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
