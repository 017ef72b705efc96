#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// OpenCV's `INTER_LANCZOS4` for 8-bit samples, in integers.
///
/// A window of eight pixels along each axis, `sinc(x) · sinc(x / 4)` (Duchon, "Lanczos Filtering in
/// One and Two Dimensions", 1979), its weights made to sum to 1 and rounded to 1/2048; beyond the
/// source its outermost pixels are repeated.
struct LanczosResize {
  /// Row-major, channels interleaved.
  let samples: [UInt8]

  private static let taps = 8

  init(_ patch: FramePatch, width: Int, height: Int) {
    let across = Self.windows(outputs: width, inputs: patch.width)
    let down = Self.windows(outputs: height, inputs: patch.height)
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * patch.channels)
    var lines: [Int: [Int]] = [:]
    for window in down {
      lines = lines.filter { window.pixels.contains($0.key) }
      for row in window.pixels where lines[row] == nil {
        lines[row] = Self.sums(patch.row(row), across, channels: patch.channels)
      }
      let rows = window.pixels.map { lines[$0, default: []] }
      for index in 0..<width * patch.channels {
        var sum = 0
        for (row, weight) in zip(rows, window.weights) { sum += row[index] * weight }
        samples.append(UInt8(clamping: (sum + 1 << 21) >> 22))
      }
    }
    self.samples = samples
  }

  private struct Window {
    let pixels: [Int]
    let weights: [Int]
  }

  private static func windows(outputs: Int, inputs: Int) -> [Window] {
    let places = ResizePlaces(outputs: outputs, inputs: inputs)
    return zip(places.pixels, places.fractions).map { pixel, fraction in
      Window(
        pixels: (0..<taps).map { min(max(pixel - 3 + $0, 0), inputs - 1) },
        weights: weights(fraction))
    }
  }

  /// The window's eight weights for a place that lies so far behind the fourth pixel.
  static func weights(_ fraction: Float) -> [Int] {
    // On a pixel, the window is that pixel alone.
    if abs(fraction) < 1e-6 { return [0, 0, 0, 2048, 0, 0, 0, 0] }
    if abs(fraction - 1) < 1e-6 { return [0, 0, 0, 0, 2048, 0, 0, 0] }
    // sin(π d) is the same for every tap but for its sign, and falls out of the ratio.
    let weights = (0..<taps).map { tap in
      let angle = Double(fraction + 3 - Float(tap)) * Double.pi / 4
      return Float((tap % 2 == 0 ? -1 : 1) * sin(angle) / (angle * angle))
    }
    let factor = 1 / weights.reduce(0, +)
    return weights.map { Int(($0 * factor * 2048).rounded(.toNearestOrEven)) }
  }

  private static func sums(_ row: [UInt8], _ windows: [Window], channels: Int) -> [Int] {
    windows.flatMap { window in
      (0..<channels).map { channel in
        zip(window.pixels, window.weights).reduce(0) {
          $0 + Int(row[$1.0 * channels + channel]) * $1.1
        }
      }
    }
  }
}
