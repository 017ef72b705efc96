import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct MaxPool2DTests {
  @Test func `the largest scalar of each window stays`() {
    let x = Tensor(shape: [1, 1, 2, 4], scalars: [1, 2, 3, 4, 8, 7, 6, 5])
    #expect(MaxPool2D(kernelSize: 2)(x) == Tensor(shape: [1, 1, 1, 2], scalars: [8, 6]))
  }

  @Test func `padding does not win over negative scalars`() {
    let x = Tensor(shape: [1, 1, 1, 1], scalars: [-3])
    #expect(MaxPool2D(kernelSize: 3, stride: 1, padding: 1)(x).scalars == [-3])
  }

  @Test func `not-a-number wins wherever it lies in the window`() {
    for place in 0..<4 {
      var scalars: [Float] = [1, 2, 3, .infinity]
      scalars[place] = .nan
      let y = MaxPool2D(kernelSize: 2)(Tensor(shape: [1, 1, 2, 2], scalars: scalars))
      #expect(y.scalars[0].isNaN)
    }
  }

  @Test func `an odd row and column are left out unless rounding up`() {
    let x = Tensor(shape: [1, 1, 3, 3], scalars: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(MaxPool2D(kernelSize: 2)(x).scalars == [5])
    #expect(MaxPool2D(kernelSize: 2, roundsUp: true)(x).scalars == [5, 6, 8, 9])
  }

  @Test func `an empty map gives an empty map`() {
    #expect(MaxPool2D(kernelSize: 2)(Tensor(shape: [0, 3, 4, 4])).shape == [0, 3, 2, 2])
    #expect(MaxPool2D(kernelSize: 2)(Tensor(shape: [1, 3, 0, 4])).shape == [1, 3, 0, 2])
    #expect(MaxPool2D(kernelSize: 2)(Tensor(shape: [1, 3, 1, 4])).shape == [1, 3, 0, 2])
  }

  @Test func `the fast form agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x3A)
    for _ in 0..<200 {
      let window = generator.poolingWindow(dilations: 1...3)
      let layer = MaxPool2D(window: window, roundsUp: Bool.random(using: &generator))
      let x = generator.maps()
      #expect(layer(x) == layer.reference(x), "\(layer) on \(x)")
    }
  }

  @Test func `a padding beyond half of the window traps`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MaxPool2D(kernelSize: 3, padding: 2)
    }
    expect(exit, says: "found padding 2 with a reach of 3")
  }
}

extension SeededGenerator {
  /// A window whose padding is at most half of its kernel.
  mutating func poolingWindow(dilations: ClosedRange<Int>) -> Window2D {
    let axes = (0..<2).map { _ in
      let kernel = Int.random(in: 1...5, using: &self)
      return WindowGeometry(
        kernel: kernel, stride: Int.random(in: 1...6, using: &self),
        padding: Int.random(in: 0...kernel / 2, using: &self),
        dilation: Int.random(in: dilations, using: &self))
    }
    return Window2D(vertical: axes[0], horizontal: axes[1])
  }

  /// A batch of small maps, some of them empty.
  mutating func maps() -> Tensor {
    let extents = [0...2, 1...3, 0...12, 0...12].map { Int.random(in: $0, using: &self) }
    return tensor(Shape(extents))
  }
}
