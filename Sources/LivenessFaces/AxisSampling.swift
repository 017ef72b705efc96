/// The weights with which the pixels along one axis of a frame enter the pixels of a crop.
///
/// Each crop pixel averages `k = max(1, ⌈extent / outputs⌉)` samples spread evenly over the stretch
/// it covers; each sample is linear between its two neighbours, with the frame's edge repeated.
struct AxisSampling {
  /// The pixels of the frame, next to each other, that enter one pixel of the crop.
  private struct Stretch {
    let first: Int
    /// Where their weights stand among all weights.
    let weights: Range<Int>
  }

  private var stretches: [Stretch] = []
  private var weights: [Float] = []

  init(origin: Double, extent: Double, outputs: Int, inputs: Int) {
    let step = extent / Double(outputs)
    let count = max(1, Int(step.rounded(.up)))
    for output in 0..<outputs {
      let positions = (0..<count).map { sample in
        let offset = Double(output) + (Double(sample) + 0.5) / Double(count)
        return min(max(origin + offset * step - 0.5, 0), Double(inputs - 1))
      }
      append(positions, last: inputs - 1)
    }
  }

  /// Adds the mean of samples at ascending positions.
  private mutating func append(_ positions: [Double], last: Int) {
    let first = positions.first.map { Int($0) } ?? 0
    let end = positions.last.map { min(Int($0) + 1, last) + 1 } ?? 0
    let start = weights.count - first
    weights += [Float](repeating: 0, count: end - first)
    for position in positions {
      let lower = Int(position)
      let fraction = Float(position - Double(lower))
      weights[start + lower] += (1 - fraction) / Float(positions.count)
      weights[start + min(lower + 1, last)] += fraction / Float(positions.count)
    }
    stretches.append(Stretch(first: first, weights: start + first..<start + end))
  }

  /// The pixels of the frame that enter the crop.
  var sources: Range<Int> {
    guard let first = stretches.first, let last = stretches.last else { return 0..<0 }
    return first.first..<last.first + last.weights.count
  }

  /// The crop's pixels along this axis, from the frame's pixels at ``sources``.
  func resampled(_ line: [Float]) -> [Float] {
    let start = sources.lowerBound
    return stretches.map { stretch in
      var sum: Float = 0
      for (offset, weight) in weights[stretch.weights].enumerated() {
        sum += weight * line[stretch.first - start + offset]
      }
      return sum
    }
  }

  /// The crop's lines across this axis, from the frame's lines at ``sources``.
  func resampled(_ lines: [[Float]]) -> [[Float]] {
    let start = sources.lowerBound
    return stretches.map { stretch in
      var sum = [Float](repeating: 0, count: lines[0].count)
      for (offset, weight) in weights[stretch.weights].enumerated() {
        let line = lines[stretch.first - start + offset]
        for x in line.indices { sum[x] += weight * line[x] }
      }
      return sum
    }
  }
}
