import LivenessLayers
import LivenessTensors
import Testing

struct ReLUTests {
  @Test func `what is below 0 becomes 0`() {
    let x = Tensor(shape: [2, 2], scalars: [-1, 0, 2, -.infinity])
    #expect(ReLU()(x) == Tensor(shape: [2, 2], scalars: [0, 0, 2, 0]))
  }

  @Test func `not-a-number stays`() {
    #expect(ReLU()(Tensor(shape: [1], scalars: [.nan])).scalars[0].isNaN)
  }
}
