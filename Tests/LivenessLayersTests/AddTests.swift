import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct AddTests {
  @Test func `scalars add one by one`() {
    let a = Tensor(shape: [1, 2], scalars: [1, 2])
    #expect(Add()(a, Tensor(shape: [1, 2], scalars: [10, 20])).scalars == [11, 22])
    #expect(Add()(Tensor(shape: [0, 2]), Tensor(shape: [0, 2])).shape == [0, 2])
  }

  @Test func `other shapes trap with both`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Add()(Tensor(shape: [1, 2]), Tensor(shape: [2, 1]))
    }
    expect(exit, says: "Add takes two tensors of one shape, found [1, 2] and [2, 1]")
  }
}
