import Foundation
import LivenessTensors
import Testing

struct ExponentialTests {
  @Test(arguments: [0, 1, 15, 16, 17, 4099])
  func `many powers are those of the C library, whatever their number`(count: Int) {
    let scalars = (0..<count).map { -80 + 160 * Float($0) / 4098 }
    let powers = Exponential.ofEach(scalars[...], less: 0)
    #expect(powers.count == count)
    for (x, power) in zip(scalars, powers) {
      let expected = exp(Double(x))
      #expect(abs(Double(power) / expected - 1) < 3e-7, "\(x)")
    }
  }

  @Test func `an offset is taken away first, and what lies far below it is next to nothing`() {
    let powers = Exponential.ofEach([1000, 999, 0, -3e38][...], less: 1000)
    #expect(powers[0] == 1 && abs(powers[1] - 0.367_879_44) < 1e-7)
    #expect(powers[2...].allSatisfy { $0 > 0 && $0 < 2e-35 })
  }

  @Test func `a part of an array gives the powers of that part`() {
    let scalars = (0..<40).map { Float($0) / 10 }
    #expect(
      Exponential.ofEach(scalars[7..<29], less: 4)
        == Array(Exponential.ofEach(scalars[...], less: 4)[7..<29]))
  }
}
