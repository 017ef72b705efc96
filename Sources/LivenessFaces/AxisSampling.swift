/// The weights with which the pixels along one axis of a frame enter the pixels of a crop.
///
/// Each crop pixel averages `k = max(1, ⌈extent / outputs⌉)` samples spread evenly over the stretch
/// it covers; each sample is linear between its two neighbours, with the frame's edge repeated.
struct AxisSampling {
  private struct Tap {
    let output: Int
    let source: Int
    let weight: Float
  }

  private let outputs: Int
  private let taps: [Tap]
  private let tapsOfSource: [Int: [Tap]]

  init(origin: Double, extent: Double, outputs: Int, inputs: Int) {
    let step = extent / Double(outputs)
    let count = max(1, Int(step.rounded(.up)))
    var taps: [Tap] = []
    for output in 0..<outputs {
      var weights: [Int: Float] = [:]
      for sample in 0..<count {
        let offset = Double(output) + (Double(sample) + 0.5) / Double(count)
        let position = min(max(origin + offset * step - 0.5, 0), Double(inputs - 1))
        let lower = Int(position)
        let fraction = Float(position - Double(lower))
        weights[lower, default: 0] += (1 - fraction) / Float(count)
        weights[min(lower + 1, inputs - 1), default: 0] += fraction / Float(count)
      }
      for source in weights.keys.sorted() {
        taps.append(Tap(output: output, source: source, weight: weights[source] ?? 0))
      }
    }
    self.outputs = outputs
    self.taps = taps
    self.tapsOfSource = Dictionary(grouping: taps, by: \.source)
  }

  /// The pixels of the frame that enter the crop, in ascending order.
  var sources: [Int] { tapsOfSource.keys.sorted() }

  /// The crop's pixels along this axis, from a line of the frame.
  func resample(_ line: (Int) -> Float) -> [Float] {
    var result = [Float](repeating: 0, count: outputs)
    for tap in taps { result[tap.output] += tap.weight * line(tap.source) }
    return result
  }

  /// Calls back with every crop pixel that the source pixel enters, and its weight.
  func forEachOutput(of source: Int, _ body: (_ output: Int, _ weight: Float) -> Void) {
    for tap in tapsOfSource[source] ?? [] { body(tap.output, tap.weight) }
  }
}
