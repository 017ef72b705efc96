import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct SoftmaxTests {
  @Test func `equal logits share the probability`() {
    #expect(Softmax()(Tensor(shape: [1, 4], repeating: 7)).scalars == [0.25, 0.25, 0.25, 0.25])
  }

  @Test func `logits of ten thousand stay finite`() {
    let x = Tensor(shape: [2, 2], scalars: [1e4, -1e4, -1e4, -1e4])
    #expect(Softmax()(x).scalars == [1, 0, 0.5, 0.5])
  }

  @Test func `probabilities sum to 1 along the axis`() {
    var generator = SeededGenerator(seed: 0x50F7)
    for axis in 0..<4 {
      for span: Float in [1, 100, 1e4] {
        let x = generator.tensor([3, 4, 5, 2], in: -span...span)
        let y = Softmax(axis: axis)(x)
        #expect(y.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
        var sums: [[Int]: Float] = [:]
        for (offset, scalar) in y.scalars.enumerated() {
          var index = [offset / 40, offset / 10 % 4, offset / 2 % 5, offset % 2]
          index[axis] = 0
          sums[index, default: 0] += scalar
        }
        #expect(sums.count == 120 / x.shape[axis])
        #expect(sums.values.allSatisfy { abs($0 - 1) <= 1e-6 }, "axis \(axis) of \(x)")
      }
    }
  }

  @Test func `a logit that is not finite never gives a probability`() {
    for bad: Float in [.nan, .infinity] {
      let y = Softmax()(Tensor(shape: [1, 3], scalars: [0, bad, 1]))
      #expect(y.scalars.contains { $0.isNaN })
      #expect(!y.scalars.contains { $0 > 0 })
    }
  }

  @Test func `an empty batch stays empty and a lone logit is certain`() {
    #expect(Softmax()(Tensor(shape: [0, 3])).shape == [0, 3])
    #expect(Softmax()(Tensor(shape: [1, 1], scalars: [-9])).scalars == [1])
  }

  @Test func `an axis that the tensor lacks traps`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Softmax()(Tensor(shape: [3]))
    }
    expect(exit, says: "Softmax along axis 1 cannot take shape [3]")
  }
}
