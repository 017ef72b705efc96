import LivenessBenchmarking
import LivenessTensors
import Testing

struct TimingTests {
  @Test func `best, median and spread of a few runs`() {
    let timing = Timing(microseconds: [50, 10, 30, 20, 40])
    #expect(timing.best == 10)
    #expect(timing.median == 30)
    #expect(abs(timing.spread - 20.0 / 30) < 1e-12)
    #expect(timing.count == 5)
  }

  @Test func `an even number of runs has its median between two`() {
    #expect(Timing(microseconds: [4, 1, 2, 3]).median == 2.5)
    #expect(Timing(microseconds: [7]).median == 7)
    #expect(Timing(microseconds: [7]).spread == 0)
  }

  @Test func `a checksum changes with one bit and with nothing else`() {
    let a = Tensor(shape: [2], scalars: [1, 2])
    let b = Tensor(shape: [2], scalars: [1, Float(2).nextUp])
    #expect(Checksum(of: [a]) == Checksum(of: [a.reshaped(to: [1, 2])]))
    #expect(Checksum(of: [a]) != Checksum(of: [b]))
    #expect(Checksum(of: [Tensor(shape: [1], scalars: [0])]).description.count == 16)
  }
}
