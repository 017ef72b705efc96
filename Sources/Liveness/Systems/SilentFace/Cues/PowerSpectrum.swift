#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the texture of a face is spread over spatial frequencies: the mean of the power spectra of
/// its patches.
///
/// Welch, "The Use of Fast Fourier Transform for the Estimation of Power Spectra", 1967, in two
/// dimensions, with a Hann window.
struct PowerSpectrum: Sendable {
  private static let side = FacePatches.side

  /// The power at each frequency, row-major; 0 at index 0, negative ones from the middle on.
  private let powers: [Float]

  init(of patches: FacePatches) {
    let transform = FourierTransform(count: Self.side)
    let window = (0..<Self.side).map { index in
      0.5 - 0.5 * Float(cos(2 * Double.pi * (Double(index) + 0.5) / Double(Self.side)))
    }
    powers = patches.lumas.reduce([Float](repeating: 0, count: Self.side * Self.side)) {
      let mean = $1.reduce(0, +) / Float($1.count)
      let windowed = $1.enumerated().map { index, luma in
        (luma - mean) * window[index % Self.side] * window[index / Self.side]
      }
      return zip($0, transform.powers(ofSquare: windowed)).map(+)
    }
  }

  /// By how much the strongest frequency exceeds every other one around it, in decibels; 0 where none
  /// does, as for a face without a regular pattern.
  ///
  /// An edge spreads over many frequencies, a pattern that repeats itself has one; so a frequency is
  /// compared with those beyond its own width in the window, 3 to 5 cycles a patch away.
  var strongestPeak: Double {
    var strongest: Float = 1
    // The other half plane mirrors this one.
    for row in 0...Self.side / 2 {
      for column in 0..<Self.side where Self.isPattern(row, column) {
        let power = powers[row * Self.side + column]
        guard power > Self.floor else { continue }
        let around = Self.neighbors.reduce(Self.floor) { largest, offset in
          let place = ((row + offset.row) & Self.mask, (column + offset.column) & Self.mask)
          return max(largest, powers[place.0 * Self.side + place.1])
        }
        strongest = max(strongest, power / around)
      }
    }
    return 10 * log10(Double(strongest))
  }

  private static let mask = side - 1
  private static let neighbors: [(row: Int, column: Int)] = (-5...5).flatMap { row in
    (-5...5).filter { max(abs(row), abs($0)) > 2 }.map { (row, $0) }
  }

  /// Whether a frequency is one of periods of 2 to 10 pixels.
  private static func isPattern(_ row: Int, _ column: Int) -> Bool {
    6..<side / 2 ~= ring(row, column)
  }

  /// The length of a frequency, in whole cycles a patch.
  private static func ring(_ row: Int, _ column: Int) -> Int {
    let down = Float(min(row, side - row))
    let across = Float(min(column, side - column))
    return Int((down * down + across * across).squareRoot().rounded())
  }

  /// The power of periods of 2 to 4 pixels below that of 4 to 32, in decibels; −100 for a face
  /// without texture.
  var fineDetail: Double {
    let rings = rings
    let coarse = rings[Self.side / 32..<Self.side / 4].reduce(0, +)
    let fine = rings[(Self.side / 4)...].reduce(0, +)
    guard coarse > 0, fine > 0 else { return -100 }
    return max(-100, 10 * log10(fine / coarse))
  }

  /// Less power than rounding to whole samples makes.
  private static let floor: Float = 1

  /// The power of the frequencies of each length, in whole cycles a patch.
  private var rings: [Double] {
    var rings = [Double](repeating: 0, count: Self.side / 2)
    for (index, power) in powers.enumerated() {
      let ring = Self.ring(index / Self.side, index % Self.side)
      if ring < rings.count { rings[ring] += Double(power) }
    }
    return rings
  }
}
