import LivenessTensors
import TestSupport
import Testing

struct ConvolutionKernelSweepTests {
  @Test func `a window of ones sums up its neighbours in every kernel`() {
    let window = WindowPlacement(
      inputCount: 3, outputCount: 3, kernel: 3, stride: 1, padding: 1, dilation: 1)
    let parameters = ConvolutionParameters(
      weight: [Float](repeating: 1, count: 9), bias: [10], inputChannels: 1, outputChannels: 1,
      vertical: window, horizontal: window)
    let problem = ConvolutionProblem(parameters, planes: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(problem.candidates.count == 6)
    for (name, result) in problem.results {
      let close = result.map { Closeness.mismatch($0, [22, 31, 26, 37, 55, 43, 34, 49, 38]) }
      #expect(close == .some(nil), "\(name)")
    }
  }

  @Test(arguments: 0..<6)
  func `every kernel agrees with the definition`(round: Int) {
    var generator = SeededGenerator(seed: 0xC0_17 + UInt64(round))
    for _ in 0..<40 {
      let problem = ConvolutionProblem.random(using: &generator)
      let expected = problem.reference
      #expect(!problem.candidates.isEmpty)
      for (name, result) in problem.results {
        guard let result else {
          Issue.record("\(name) wrote beyond its pixels in \(problem)")
          continue
        }
        if let mismatch = relativeMismatch(result, expected) {
          Issue.record("\(name): \(mismatch) in \(problem)")
        }
      }
    }
  }

  @Test func `not-a-number wins over the numbers that it is pooled with`() {
    let window = WindowPlacement(
      inputCount: 4, outputCount: 4, kernel: 3, stride: 1, padding: 1, dilation: 1)
    for position in [0, 1, 4, 5] {
      var planes = [Float](repeating: 1, count: 16)
      planes[position] = .nan
      // Whole vectors of channels, at any width.
      let weight = (0..<16 * 9).map { $0 % 9 == 4 ? Float(1) : 0 }
      let problem = ConvolutionProblem(
        ConvolutionParameters(
          weight: weight, bias: nil, inputChannels: 1, outputChannels: 16, vertical: window,
          horizontal: window, activation: .relu, isPooled: true),
        planes: planes)
      for (name, result) in problem.results {
        #expect(result?[0].isNaN == true, "\(name) lost what stood at \(position)")
      }
    }
  }
}

/// The first element with `|a − b| > 1e-4 · max|b|`, told in a sentence; `nil` where there is none.
func relativeMismatch(_ actual: [Float], _ expected: [Float]) -> String? {
  let largest = expected.reduce(0) { max($0, abs($1)) }
  return Closeness.mismatch(
    actual, expected, absolute: 1e-4 * largest / max(1, largest), relative: 0)
}
