import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct ConcatTests {
  @Test func `channels of each image come together`() {
    let a = Tensor(shape: [2, 1, 1, 2], scalars: [1, 2, 3, 4])
    let b = Tensor(shape: [2, 2, 1, 2], scalars: [10, 20, 30, 40, 50, 60, 70, 80])
    let y = Concat()([a, b])
    #expect(y.shape == [2, 3, 1, 2])
    #expect(y.scalars == [1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80])
  }

  @Test func `along the first axis tensors make a batch`() {
    let a = Tensor(shape: [1, 2], scalars: [1, 2])
    #expect(Concat(axis: 0)([a, a, a]) == Tensor(shape: [3, 2], scalars: [1, 2, 1, 2, 1, 2]))
  }

  @Test func `an empty tensor adds nothing`() {
    let a = Tensor(shape: [1, 2], scalars: [1, 2])
    #expect(Concat()([a, Tensor(shape: [1, 0])]) == a)
    #expect(Concat()([Tensor(shape: [0, 2]), Tensor(shape: [0, 3])]).shape == [0, 5])
  }

  @Test func `shapes that differ elsewhere trap`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Concat()([Tensor(shape: [1, 2, 3]), Tensor(shape: [1, 2, 4])])
    }
    expect(exit, says: "found [[1, 2, 3], [1, 2, 4]]")
  }
}
