import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

struct GroupNorm2DTests {
  private func layer(_ groups: Int, _ scale: [Float], _ offset: [Float]) -> GroupNorm2D {
    GroupNorm2D(
      groups: groups, scale: Tensor(shape: [scale.count], scalars: scale),
      offset: Tensor(shape: [offset.count], scalars: offset), epsilon: 0)
  }

  @Test func `instance and layer normalization can be checked by eye`() {
    let x = Tensor(shape: [1, 2, 1, 2], scalars: [1, 3, 10, 30])
    #expect(layer(2, [1, 2], [0, 5])(x).scalars == [-1, 1, 3, 7])
    let y = Tensor(shape: [1, 2, 1, 2], scalars: [1, 1, 3, 3])
    #expect(layer(1, [1, 2], [0, 5])(y).scalars == [-1, -1, 7, 7])
  }

  @Test func `each image has statistics of its own`() {
    let x = Tensor(shape: [2, 1, 1, 2], scalars: [1, 3, -200, 200])
    #expect(layer(1, [1], [0])(x).scalars == [-1, 1, -1, 1])
  }

  @Test func `a uniform map becomes the offset`() {
    let norm = GroupNorm2D(
      groups: 1, scale: Tensor(shape: [1], scalars: [3]), offset: Tensor(shape: [1], scalars: [2]))
    #expect(norm(Tensor(shape: [1, 1, 2, 2], repeating: 7)).scalars == [2, 2, 2, 2])
  }

  @Test func `an empty batch stays empty`() {
    #expect(layer(1, [1], [0])(Tensor(shape: [0, 1, 2, 2])).shape == [0, 1, 2, 2])
  }

  @Test func `a plan normalizes as the layer does`() {
    var generator = SeededGenerator(seed: 0x6E0)
    for round in 0..<60 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let groups = pick(1...5)
      let channels = round % 3 == 0 ? groups : round % 3 == 1 ? pick(1...20) : groups * pick(1...4)
      let norm = GroupNorm2D(
        groups: round % 3 == 1 ? 1 : groups, scale: generator.tensor([channels]),
        offset: generator.tensor([channels]))
      let slopes = generator.tensor([channels])
      let input = generator.tensor([pick(1...2), channels, pick(2...9), pick(2...9)], in: -3...9)
      var builder = NetworkPlanBuilder()
      let x = builder.input(
        channels: channels, height: input.shape[2], width: input.shape[3])
      let isRectified = round % 2 == 0
      let y = builder.normalization(
        norm, activation: isRectified ? .prelu(slopes: slopes.scalars) : .none, of: x, name: "norm")
      // A window that reaches over the border reads the zeros around.
      let window = Conv2D(weight: generator.tensor([2, channels, 3, 3]), padding: 1)
      builder.output(y, isVector: false)
      builder.output(builder.convolution(window, to: y, name: "window"), isVector: false)
      let outputs = NetworkPlan(builder)([input], threads: 2)
      let expected = isRectified ? PReLU(slope: slopes)(norm(input)) : norm(input)
      #expect(Closeness.mismatch(outputs[0], expected) == nil, "\(norm.groups) of \(channels)")
      let seen = window.reference(expected)
      #expect(Closeness.mismatch(outputs[1], seen, absolute: 1e-4) == nil)
    }
  }

  @Test func `a plan pools as the layers do`() {
    var generator = SeededGenerator(seed: 0x900)
    for _ in 0..<40 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let channels = pick(1...18)
      let input = generator.tensor([2, channels, pick(3...9), pick(3...9)])
      let size = pick(2...3)
      let average = AveragePool2D(
        kernelSize: size, padding: pick(0...1), roundsUp: pick(0...1) == 1)
      let maximum = MaxPool2D(kernelSize: size, stride: pick(1...3), roundsUp: pick(0...1) == 1)
      var builder = NetworkPlanBuilder()
      let x = builder.input(
        channels: channels, height: input.shape[2], width: input.shape[3])
      builder.output(builder.averagePool(average, of: x, name: "average"), isVector: false)
      builder.output(builder.maximumPool(maximum, of: x, name: "maximum"), isVector: false)
      let outputs = NetworkPlan(builder)([input], threads: 2)
      #expect(Closeness.mismatch(outputs[0], average.reference(input)) == nil)
      #expect(outputs[1] == maximum.reference(input))
    }
  }
}
