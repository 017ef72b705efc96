import LivenessTensors
import TestSupport
import Testing

struct WindowPlacementTests {
  @Test func `the first tap of a padded window misses the first position`() {
    let placement = WindowPlacement(
      inputCount: 5, outputCount: 5, kernel: 3, stride: 1, padding: 1, dilation: 1)
    #expect(placement.windows(insideAtTap: 0) == 1..<5)
    #expect(placement.windows(insideAtTap: 1) == 0..<5)
    #expect(placement.windows(insideAtTap: 2) == 0..<4)
  }

  @Test func `the windows inside at a tap are those whose position lies on the axis`() {
    var generator = SeededGenerator(seed: 0x91AC)
    for _ in 0..<2000 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      let placement = WindowPlacement(
        inputCount: pick(0...9), outputCount: pick(0...9), kernel: pick(1...5),
        stride: pick(1...5), padding: pick(0...6), dilation: pick(1...4))
      for tap in 0..<placement.kernel {
        let expected = (0..<placement.outputCount).filter {
          let position = placement.position(ofWindow: $0, tap: tap)
          return position >= 0 && position < placement.inputCount
        }
        #expect(
          Array(placement.windows(insideAtTap: tap)) == expected, "tap \(tap) of \(placement)")
      }
    }
  }
}
