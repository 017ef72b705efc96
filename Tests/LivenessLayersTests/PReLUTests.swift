import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct PReLUTests {
  private let x = Tensor(shape: [2, 2, 1, 2], scalars: [-1, 2, -3, 4, -5, 6, -7, 8])

  @Test func `each channel has its own slope below 0`() {
    let layer = PReLU(slope: Tensor(shape: [2], scalars: [0.5, 10]))
    #expect(layer(x).scalars == [-0.5, 2, -30, 4, -2.5, 6, -70, 8])
  }

  @Test func `one slope serves all channels`() {
    let layer = PReLU(slope: Tensor(shape: [1], scalars: [2]))
    #expect(layer(x).scalars == [-2, 2, -6, 4, -10, 6, -14, 8])
    #expect(layer(Tensor(shape: [1, 2], scalars: [-1, 1])).scalars == [-2, 1])
  }

  @Test func `not-a-number stays`() {
    let layer = PReLU(slope: Tensor(shape: [1], scalars: [0]))
    #expect(layer(Tensor(shape: [1, 1], scalars: [.nan])).scalars[0].isNaN)
  }

  @Test func `slopes for another number of channels trap`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PReLU(slope: Tensor(shape: [3]))(Tensor(shape: [1, 2, 1, 1]))
    }
    expect(exit, says: "PReLU with 3 slopes takes shape [N, 3, …], found [1, 2, 1, 1]")
  }
}
