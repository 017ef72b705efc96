/// OpenCV's `INTER_LINEAR` for 8-bit samples, in integers.
///
/// Weights are rounded to 1/2048. Across a row, a place beyond the source takes its outermost pixel;
/// down a column, the weights stay and the rows are clamped. With the weighted sums `H₀` and `H₁` of
/// two rows a sample is `(b₀ · (H₀ >> 4) >> 16) + (b₁ · (H₁ >> 4) >> 16) + 2 >> 2`.
struct LinearResize {
  /// Row-major, channels interleaved.
  let samples: [UInt8]

  private static let one: Float = 2048

  init(_ patch: FramePatch, width: Int, height: Int) {
    let across = Self.taps(outputs: width, inputs: patch.width)
    let columns = across.flatMap { [$0.first, $0.second] }
    let down = ResizePlaces(outputs: height, inputs: patch.height)
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * patch.channels)
    var sums: [Int: [Int32]] = [:]
    for y in 0..<height {
      let rows = [0, 1].map { min(max(down.pixels[y] + $0, 0), patch.height - 1) }
      sums = sums.filter { rows.contains($0.key) }
      for row in rows where sums[row] == nil {
        let pairs = patch.samples(row: row, columns: columns)
        sums[row] = Self.sums(pairs, across, channels: patch.channels)
      }
      let weights = Self.weights(down.fractions[y])
      guard let upper = sums[rows[0]], let lower = sums[rows[1]] else { continue }
      for index in upper.indices {
        let sum = (weights.0 * (upper[index] >> 4)) >> 16 + (weights.1 * (lower[index] >> 4)) >> 16
        samples.append(UInt8(clamping: (sum + 2) >> 2))
      }
    }
    self.samples = samples
  }

  private struct Tap {
    let first: Int
    let second: Int
    let weights: (Int32, Int32)
  }

  private static func taps(outputs: Int, inputs: Int) -> [Tap] {
    let places = ResizePlaces(outputs: outputs, inputs: inputs)
    return (0..<outputs).map { x in
      let pixel = places.pixels[x]
      guard 0..<inputs - 1 ~= pixel else {
        let edge = min(max(pixel, 0), inputs - 1)
        return Tap(first: edge, second: edge, weights: weights(0))
      }
      return Tap(first: pixel, second: pixel + 1, weights: weights(places.fractions[x]))
    }
  }

  private static func weights(_ fraction: Float) -> (Int32, Int32) {
    (
      Int32(((1 - fraction) * one).rounded(.toNearestOrEven)),
      Int32((fraction * one).rounded(.toNearestOrEven))
    )
  }

  /// The weighted sums of the two pixels of each tap, which stand one behind the other.
  private static func sums(_ pairs: [UInt8], _ taps: [Tap], channels: Int) -> [Int32] {
    var sums: [Int32] = []
    sums.reserveCapacity(taps.count * channels)
    for (number, tap) in taps.enumerated() {
      let first = 2 * number * channels
      for channel in first..<first + channels {
        sums.append(
          tap.weights.0 * Int32(pairs[channel]) + tap.weights.1 * Int32(pairs[channel + channels]))
      }
    }
    return sums
  }
}
