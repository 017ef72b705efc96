/// The weights with which the pixels along one axis of a frame enter the pixels of a crop.
///
/// Each crop pixel averages `k = max(1, ⌈extent / outputs⌉)` samples spread evenly over the stretch
/// it covers; each sample is linear between its two neighbours, with the frame's edge repeated.
struct AxisSampling {
  /// The pixels of the frame, next to each other, that enter one pixel of the crop.
  struct Stretch {
    let first: Int
    let weights: [Float]
  }

  /// One stretch for each pixel of the crop.
  let stretches: [Stretch]
  /// The pixels of the frame that enter the crop, and those between them.
  let sources: Range<Int>

  init(origin: Double, extent: Double, outputs: Int, inputs: Int) {
    let step = extent / Double(outputs)
    let count = max(1, Int(step.rounded(.up)))
    stretches = (0..<outputs).map { output in
      let positions = (0..<count).map { sample in
        let offset = Double(output) + (Double(sample) + 0.5) / Double(count)
        return min(max(origin + offset * step - 0.5, 0), Double(inputs - 1))
      }
      return Stretch(positions, last: inputs - 1)
    }
    let first = stretches.first?.first ?? 0
    sources = first..<(stretches.last.map { $0.first + $0.weights.count } ?? first)
  }

  /// The crop's pixels along this axis, from the frame's pixels at ``sources``.
  func resampled(_ line: [Float]) -> [Float] {
    stretches.map { stretch in
      let start = stretch.first - sources.lowerBound
      var sum: Float = 0
      for i in stretch.weights.indices { sum += stretch.weights[i] * line[start + i] }
      return sum
    }
  }
}

extension AxisSampling.Stretch {
  /// The mean of samples at ascending positions, each linear between its two neighbours.
  init(_ positions: [Double], last: Int) {
    first = positions.first.map { Int($0) } ?? 0
    let end = positions.last.map { min(Int($0) + 1, last) } ?? 0
    var weights = [Float](repeating: 0, count: end - first + 1)
    for position in positions {
      let lower = Int(position)
      let fraction = Float(position - Double(lower))
      weights[lower - first] += (1 - fraction) / Float(positions.count)
      weights[min(lower + 1, last) - first] += fraction / Float(positions.count)
    }
    self.weights = weights
  }
}
