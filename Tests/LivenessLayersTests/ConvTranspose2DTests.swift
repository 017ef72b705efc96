import LivenessTensors
import TestSupport
import Testing

@testable import LivenessLayers

struct ConvTranspose2DTests {
  @Test func `each scalar stamps the filter`() {
    let x = Tensor(shape: [1, 1, 1, 2], scalars: [1, 10])
    let layer = ConvTranspose2D(
      weight: Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4]),
      window: Window2D(kernelSize: 2))
    #expect(layer(x) == Tensor(shape: [1, 1, 2, 3], scalars: [1, 12, 20, 3, 34, 40]))
  }

  @Test func `an empty map gives an empty map`() {
    let layer = ConvTranspose2D(
      weight: Tensor(shape: [2, 3, 2, 2], repeating: 1), window: Window2D(kernelSize: 2))
    #expect(layer(Tensor(shape: [0, 2, 4, 5])).shape == [0, 3, 5, 6])
    #expect(layer(Tensor(shape: [1, 2, 0, 5])).shape == [1, 3, 0, 6])
  }

  @Test func `the fast form agrees with the definition`() {
    var generator = SeededGenerator(seed: 0x7_2D)
    for _ in 0..<150 {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
      func axis() -> WindowGeometry {
        WindowGeometry(
          kernel: pick(1...4), stride: pick(1...3), padding: pick(0...2), dilation: pick(1...2))
      }
      let window = Window2D(vertical: axis(), horizontal: axis())
      let (groups, inputs, outputs) = (pick(1...3), pick(1...3), pick(1...3))
      let layer = ConvTranspose2D(
        weight: generator.tensor([
          groups * inputs, outputs, window.vertical.kernel, window.horizontal.kernel,
        ]),
        bias: Bool.random(using: &generator) ? generator.tensor([groups * outputs]) : nil,
        window: window, groups: groups)
      let x = generator.tensor([pick(0...2), groups * inputs, pick(0...6), pick(0...6)])
      let expected = layer.reference(x)
      for scratchCount in [1, 60, PatchMatrix.scratchCount] {
        let actual = TransposedConvolutionKernel.convolve(
          x, weight: layer.weight, bias: layer.bias, groups: groups,
          vertical: window.vertical.placedBackwards(fromAxisOf: x.shape[2], extra: 0),
          horizontal: window.horizontal.placedBackwards(fromAxisOf: x.shape[3], extra: 0),
          scratchCount: scratchCount)
        if let mismatch = Closeness.mismatch(actual, expected) {
          Issue.record(
            "\(mismatch) with \(layer) on \(x) with a scratch of \(scratchCount)")
        }
      }
      #expect(Closeness.mismatch(layer(x), expected) == nil, "\(layer) on \(x)")
    }
  }

  @Test func `another number of channels traps with both shapes`() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let layer = ConvTranspose2D(
        weight: Tensor(shape: [2, 3, 1, 1]), window: Window2D(kernelSize: 1))
      _ = layer(Tensor(shape: [1, 3, 5, 6]))
    }
    expect(exit, says: "ConvTranspose2D takes maps of shape [N, 2, H, W], found [1, 3, 5, 6]")
  }
}
