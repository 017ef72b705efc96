import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct Resize2DTests {
  @Test func `nearest repeats each scalar`() {
    let x = Tensor(shape: [1, 1, 1, 2], scalars: [1, 2])
    let y = Resize2D(height: 2, width: 4, interpolation: .nearest)(x)
    #expect(y == Tensor(shape: [1, 1, 2, 4], scalars: [1, 1, 2, 2, 1, 1, 2, 2]))
  }

  @Test func `bilinear takes pixels for cells with their centres at halves`() {
    let x = Tensor(shape: [1, 1, 1, 2], scalars: [0, 4])
    #expect(Resize2D(height: 1, width: 4)(x).scalars == [0, 1, 3, 4])
    #expect(Resize2D(height: 1, width: 1)(x).scalars == [2])
  }

  @Test func `the same size gives the same scalars`() {
    var generator = SeededGenerator(seed: 5)
    let x = generator.tensor([2, 3, 7, 4])
    #expect(Resize2D(height: 7, width: 4)(x) == x)
    #expect(Resize2D(height: 7, width: 4, interpolation: .nearest)(x) == x)
  }

  @Test func `an empty map gives an empty map`() {
    #expect(Resize2D(height: 2, width: 3)(Tensor(shape: [1, 1, 0, 4])).shape == [1, 1, 0, 0])
    #expect(Resize2D(height: 2, width: 3)(Tensor(shape: [0, 1, 4, 4])).shape == [0, 1, 2, 3])
  }

  @Test func `the fast form agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x2E)
    for _ in 0..<150 {
      func pick() -> Int { Int.random(in: 1...15, using: &generator) }
      let layer = Resize2D(
        height: pick(), width: pick(),
        interpolation: Bool.random(using: &generator) ? .nearest : .bilinear)
      let x = generator.maps()
      if let mismatch = Closeness.mismatch(layer(x), layer.reference(x)) {
        Issue.record("\(mismatch) with \(layer) on \(x)")
      }
    }
  }
}
