import LivenessTensors
import TestSupport
import Testing

struct TensorTests {
  @Test func `scalars lie row by row`() {
    let x = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    #expect(x[0, 2] == 3)
    #expect(x[1, 0] == 4)
  }

  @Test func `a copy keeps its scalars when the original changes`() {
    var x = Tensor(shape: [2, 2], repeating: 1)
    let copy = x
    x[1, 0] = 7
    #expect(x.scalars == [1, 1, 7, 1])
    #expect(copy.scalars == [1, 1, 1, 1])
  }

  @Test func `reshaping keeps the scalars and their order`() {
    let x = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    let y = x.reshaped(to: [3, 2])
    #expect(y.shape == [3, 2])
    #expect(y.scalars == x.scalars)
  }

  @Test func `flattening keeps the first axis, also of an empty batch`() {
    #expect(Tensor(shape: [2, 3, 4, 5]).flattened().shape == [2, 60])
    #expect(Tensor(shape: [0, 3, 4, 5]).flattened().shape == [0, 60])
    #expect(Tensor(shape: [7]).flattened().shape == [7, 1])
    #expect(Tensor(shape: [2, Int.max, 0]).flattened().shape == [2, 0])
  }

  @Test func `tensors are equal in shape and scalars`() {
    let x = Tensor(shape: [2, 1], scalars: [1, 2])
    #expect(x == Tensor(shape: [2, 1], scalars: [1, 2]))
    #expect(x != Tensor(shape: [1, 2], scalars: [1, 2]))
    #expect(x != Tensor(shape: [2, 1], scalars: [1, 3]))
  }

  @Test func `scalars that do not fill the shape trap with both numbers`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3], scalars: [1, 2])
    }
    expect(exit, says: "a tensor of shape [2, 3] holds 6 scalars, found 2")
  }

  @Test func `reshaping to another number of scalars traps with both shapes`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3]).reshaped(to: [2, 4])
    }
    expect(exit, says: "cannot reshape [2, 3] to [2, 4]")
  }

  @Test func `an index outside the shape traps`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(shape: [2, 3])[1, 3]
    }
    expect(exit, says: "index [1, 3] lies outside shape [2, 3]")
  }
}
