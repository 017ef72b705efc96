import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct AveragePool2DTests {
  @Test func `each window gives its mean`() {
    let x = Tensor(shape: [1, 1, 2, 4], scalars: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(AveragePool2D(kernelSize: 2)(x).scalars == [3.5, 5.5])
  }

  @Test func `the padding counts or not`() {
    let x = Tensor(shape: [1, 1, 1, 1], scalars: [9])
    #expect(AveragePool2D(kernelSize: 3, stride: 1, padding: 1)(x).scalars == [1])
    let own = AveragePool2D(kernelSize: 3, stride: 1, padding: 1, includesPadding: false)
    #expect(own(x).scalars == [9])
  }

  @Test func `what a last window covers beyond the padding never counts`() {
    let x = Tensor(shape: [1, 1, 1, 3], scalars: [1, 1, 6])
    let window = Window2D(
      vertical: WindowGeometry(kernel: 1), horizontal: WindowGeometry(kernel: 2, stride: 2))
    #expect(AveragePool2D(window: window, roundsUp: true)(x).scalars == [1, 6])
  }

  @Test func `the fast form agrees with the definition`() {
    var generator = SeededGenerator(seed: 0xA7)
    for _ in 0..<200 {
      let layer = AveragePool2D(
        window: generator.poolingWindow(dilations: 1...1),
        includesPadding: Bool.random(using: &generator), roundsUp: Bool.random(using: &generator))
      let x = generator.maps()
      if let mismatch = Closeness.mismatch(layer(x), layer.reference(x)) {
        Issue.record("\(mismatch) with \(layer) on \(x)")
      }
    }
  }
}
