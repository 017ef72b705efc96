/// The weights with which the pixels along one axis of a frame enter the pixels of a crop.
///
/// Each crop pixel averages `k = max(1, ⌈extent / outputs⌉)` samples spread evenly over the stretch
/// it covers; each sample is linear between its two neighbours, with the frame's edge repeated.
struct AxisSampling {
  /// How much of a frame's pixel enters one of the crop's.
  struct Share {
    let output: Int
    let weight: Float
  }

  private let outputs: Int
  /// The pixels of the frame that enter the crop, in ascending order, each with where it enters.
  let sources: [(position: Int, shares: [Share])]

  init(origin: Double, extent: Double, outputs: Int, inputs: Int) {
    let step = extent / Double(outputs)
    let count = max(1, Int(step.rounded(.up)))
    var shares: [Int: [Share]] = [:]
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
      for (source, weight) in weights {
        shares[source, default: []].append(Share(output: output, weight: weight))
      }
    }
    self.outputs = outputs
    sources = shares.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The crop's pixels along this axis, from a line of the frame.
  func resample(_ line: (Int) -> Float) -> [Float] {
    var result = [Float](repeating: 0, count: outputs)
    for (position, shares) in sources {
      let value = line(position)
      for share in shares { result[share.output] += share.weight * value }
    }
    return result
  }
}
