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
    #expect(problem.candidates.count == 10)
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

  @Test func `a result is the same to the bit however the parts are shared out`() {
    var generator = SeededGenerator(seed: 0xB175)
    for _ in 0..<25 {
      let problem = ConvolutionProblem.random(using: &generator)
      let expected = problem.results(shares: .whole)
      for shares in MapRunner.Shares.allCases {
        for ((name, actual), expected) in zip(problem.results(shares: shares), expected) {
          #expect(actual == expected.planes, "\(name), shared as \(shares), in \(problem)")
        }
      }
    }
  }

  @Test func `many filters on a small map agree with the definition`() {
    var generator = SeededGenerator(seed: 0x77)
    let window = WindowPlacement(
      inputCount: 7, outputCount: 7, kernel: 3, stride: 1, padding: 1, dilation: 1)
    let parameters = ConvolutionParameters(
      weight: generator.tensor([68 * 66 * 9]).scalars, bias: generator.tensor([68]).scalars,
      inputChannels: 66, outputChannels: 68, vertical: window, horizontal: window,
      activation: .relu)
    let problem = ConvolutionProblem(parameters, planes: generator.tensor([66 * 49]).scalars)
    let expected = problem.reference
    for (name, result) in problem.results {
      #expect(result.map { relativeMismatch($0, expected) } == .some(nil), "\(name)")
    }
  }

  @Test func `groups share the room for what lies below their windows`() {
    let window = WindowPlacement(
      inputCount: 14, outputCount: 14, kernel: 5, stride: 1, padding: 2, dilation: 1)
    func room(channels: Int) -> Int {
      let parameters = ConvolutionParameters(
        weight: [Float](repeating: 1, count: channels * 25), bias: nil, inputChannels: channels,
        outputChannels: channels, groups: channels, vertical: window, horizontal: window)
      let layout = MapLayout(height: 14, width: 14, channels: channels, border: 1)
      return PatchConvolution(parameters, input: layout, output: layout).scratchCount
    }
    // What a strip aims at; the windows of all channels at once took 0.7 million.
    #expect(room(channels: 480) < 48 << 10)
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
