#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The signs of four low frequencies of a square window around each pixel: eight bits that blur
/// leaves as they are.
///
/// The frequencies `[a, 0]`, `[0, a]`, `[a, a]` and `[a, -a]`, `a` one wave per window, of a window
/// whose pixels count alike; of each, the signs of the real and the imaginary part. No decorrelation.
/// Ojansivu and Heikkilä, "Blur Insensitive Texture Classification Using Local Phase Quantization",
/// 2008.
struct LocalPhaseQuantization: Sendable {
  /// The number of bins.
  static let bins = 256
  /// A part counts as positive above this, in units of a sample: what is 0 but for rounding is not.
  private static let smallest = 1e-6

  /// The side of the window in pixels, odd.
  let window: Int

  init(window: Int) {
    precondition(window > 1 && !window.isMultiple(of: 2), "a window is odd, found \(window)")
    self.window = window
  }

  /// How often each code occurs, as shares of all pixels whose window lies within the plane.
  func histogram(of plane: BytePlane) -> [Float] {
    let codes = codes(of: plane)
    var counts = [Int](repeating: 0, count: Self.bins)
    for code in codes { counts[code] += 1 }
    return counts.map { codes.isEmpty ? 0 : Float(Double($0) / Double(codes.count)) }
  }

  /// A sum of samples with complex weights.
  private struct Complex {
    var real = 0.0
    var imaginary = 0.0
  }

  /// The codes of all pixels whose window lies within the plane, row by row.
  func codes(of plane: BytePlane) -> [Int] {
    let columns = plane.width - window + 1
    guard columns > 0, plane.height >= window else { return [] }
    let wave = (0..<window).map { index in
      let angle = -2 * Double.pi * Double(index - window / 2) / Double(window)
      return Complex(real: cos(angle), imaginary: sin(angle))
    }
    // Along rows, with no wave and with one; then down columns.
    var flat: [[Double]] = []
    var waved: [[Complex]] = []
    for row in 0..<plane.height {
      let line = (0..<plane.width).map { Double(plane[$0, row]) }
      flat.append((0..<columns).map { line[$0..<$0 + window].reduce(0, +) })
      waved.append((0..<columns).map { Self.sum(line[$0..<$0 + window], wave) })
    }
    return (0...plane.height - window).flatMap { row in
      (0..<columns).map { column in
        code(flat[row..<row + window], waved[row..<row + window], column, wave)
      }
    }
  }

  private static func sum(_ line: ArraySlice<Double>, _ wave: [Complex]) -> Complex {
    var sum = Complex()
    for (value, weight) in zip(line, wave) {
      sum.real += value * weight.real
      sum.imaginary += value * weight.imaginary
    }
    return sum
  }

  private func code(
    _ flat: ArraySlice<[Double]>, _ waved: ArraySlice<[Complex]>, _ column: Int, _ wave: [Complex]
  ) -> Int {
    var parts = [Double](repeating: 0, count: 8)
    for ((flat, waved), weight) in zip(zip(flat, waved), wave) {
      let across = waved[column]
      parts[0] += across.real
      parts[1] += across.imaginary
      parts[2] += flat[column] * weight.real
      parts[3] += flat[column] * weight.imaginary
      let (rr, ii) = (across.real * weight.real, across.imaginary * weight.imaginary)
      let (ri, ir) = (across.real * weight.imaginary, across.imaginary * weight.real)
      parts[4] += rr - ii
      parts[5] += ri + ir
      parts[6] += rr + ii
      parts[7] += ir - ri
    }
    return parts.enumerated().reduce(0) { code, part in
      part.element > Self.smallest ? code | 1 << part.offset : code
    }
  }
}
