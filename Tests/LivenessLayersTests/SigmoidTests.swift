import LivenessLayers
import LivenessTensors
import Testing

struct SigmoidTests {
  @Test func `0 becomes one half and the ends become 0 and 1`() {
    let x = Tensor(shape: [5], scalars: [0, 1e4, -1e4, .infinity, -.infinity])
    #expect(Sigmoid()(x).scalars == [0.5, 1, 0, 1, 0])
  }

  @Test func `not-a-number stays`() {
    #expect(Sigmoid()(Tensor(shape: [1], scalars: [.nan])).scalars[0].isNaN)
  }
}
