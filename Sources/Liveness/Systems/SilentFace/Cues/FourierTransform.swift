#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The discrete Fourier transform of as many numbers as a power of two, `X(k) = Σ x(n) e^(−2πikn/N)`.
///
/// Cooley and Tukey, "An Algorithm for the Machine Calculation of Complex Fourier Series", 1965.
struct FourierTransform: Sendable {
  private let count: Int
  /// `e^(−2πik/N)`, real and imaginary part, for the first half of a turn.
  private let turns: [SIMD2<Float>]
  /// Where each number goes before the first step: its index with its bits in reverse.
  private let places: [Int]

  /// Prepares for a number of numbers.
  ///
  /// - Precondition: It is a power of two, 2 or more.
  init(count: Int) {
    precondition(count > 1 && count & (count - 1) == 0, "expected a power of two, found \(count)")
    self.count = count
    turns = (0..<count / 2).map {
      let angle = -2 * Double.pi * Double($0) / Double(count)
      return SIMD2(Float(cos(angle)), Float(sin(angle)))
    }
    let bits = count.trailingZeroBitCount
    places = (0..<count).map { index in
      (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
    }
  }

  /// Transforms complex numbers, real and imaginary part each.
  func callAsFunction(_ values: [SIMD2<Float>]) -> [SIMD2<Float>] {
    var x = places.map { values[$0] }
    var half = 1
    while half < count {
      let step = count / (2 * half)
      for start in stride(from: 0, to: count, by: 2 * half) {
        for offset in 0..<half {
          let turn = turns[offset * step]
          let (a, b) = (x[start + offset], x[start + offset + half])
          let turned = SIMD2(b.x * turn.x - b.y * turn.y, b.x * turn.y + b.y * turn.x)
          x[start + offset] = a + turned
          x[start + offset + half] = a - turned
        }
      }
      half *= 2
    }
    return x
  }

  /// The squared magnitudes of the transform of a square of real numbers, row-major.
  func powers(ofSquare values: [Float]) -> [Float] {
    precondition(values.count == count * count, "expected a square of side \(count)")
    let rows = (0..<count).map { row in
      self(values[row * count..<(row + 1) * count].map { SIMD2($0, 0) })
    }
    var powers = [Float](repeating: 0, count: count * count)
    for column in 0..<count {
      for (row, value) in self(rows.map { $0[column] }).enumerated() {
        powers[row * count + column] = (value * value).sum()
      }
    }
    return powers
  }
}
