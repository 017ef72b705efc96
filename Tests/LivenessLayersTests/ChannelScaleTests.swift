import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct ChannelScaleTests {
  @Test func `each channel of each map has its own factor`() {
    let x = Tensor(shape: [2, 2, 1, 1], scalars: [1, 2, 3, 4])
    let factors = Tensor(shape: [2, 2], scalars: [1, 10, 100, 1000])
    #expect(ChannelScale()(x, by: factors).scalars == [1, 20, 300, 4000])
  }

  @Test func `factors for another batch trap`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ChannelScale()(Tensor(shape: [2, 3, 1, 1]), by: Tensor(shape: [1, 3]))
    }
    expect(exit, says: "factors of shape [2, 3] for maps of shape [2, 3, 1, 1], found [1, 3]")
  }
}
