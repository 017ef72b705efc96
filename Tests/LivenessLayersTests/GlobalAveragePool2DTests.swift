import LivenessLayers
import LivenessTensors
import Testing

struct GlobalAveragePool2DTests {
  @Test func `each channel gives its mean`() {
    let x = Tensor(shape: [1, 2, 2, 2], scalars: [1, 2, 3, 4, 10, 10, 10, 10])
    #expect(GlobalAveragePool2D()(x) == Tensor(shape: [1, 2], scalars: [2.5, 10]))
  }

  @Test func `a channel without scalars has no mean`() {
    let y = GlobalAveragePool2D()(Tensor(shape: [1, 2, 0, 3]))
    #expect(y.shape == [1, 2])
    #expect(y.scalars.allSatisfy { $0.isNaN })
    #expect(GlobalAveragePool2D()(Tensor(shape: [0, 2, 3, 3])).shape == [0, 2])
  }
}
