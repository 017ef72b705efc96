import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct LinearTests {
  @Test func `each output is a weighted sum and its bias`() {
    let layer = Linear(
      weight: Tensor(shape: [2, 3], scalars: [1, 2, 3, 0, 0, 1]),
      bias: Tensor(shape: [2], scalars: [10, 20]))
    let x = Tensor(shape: [2, 3], scalars: [1, 1, 1, 1, 0, 2])
    #expect(layer(x) == Tensor(shape: [2, 2], scalars: [16, 21, 17, 22]))
  }

  @Test func `an empty batch gives an empty batch`() {
    #expect(Linear(weight: Tensor(shape: [2, 3]))(Tensor(shape: [0, 3])).shape == [0, 2])
  }

  @Test func `the fast form agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x11)
    for _ in 0..<100 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let (inputs, outputs) = (pick(1...70), pick(1...20))
      let layer = Linear(
        weight: generator.tensor([outputs, inputs]),
        bias: Bool.random(using: &generator) ? generator.tensor([outputs]) : nil)
      let x = generator.tensor([pick(0...4), inputs])
      if let mismatch = Closeness.mismatch(layer(x), layer.reference(x)) {
        Issue.record("\(mismatch) with \(layer) on \(x)")
      }
    }
  }

  @Test func `another number of features traps with both shapes`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Linear(weight: Tensor(shape: [2, 3]))(Tensor(shape: [1, 4]))
    }
    expect(exit, says: "Linear takes vectors of shape [N, 3], found [1, 4]")
  }
}
