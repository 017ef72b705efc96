/// Which wrong depth unit explains a face of a wrong size.
enum DepthUnitGuess {
  /// How units that are in use differ: powers of ten of a metre, and the quarters and eighths of a
  /// millimetre of the RealSense L515 and SR300.
  private static let factors = [0.001, 1000, 0.01, 100, 0.1, 10, 0.25, 4, 0.125, 8]

  /// The factor by which distances would have to be multiplied for a length to be plausible.
  ///
  /// Of several, the one that leads nearest to the middle of what is plausible; `nil` where none
  /// does.
  static func factor(from length: Double, to plausible: ClosedRange<Double>) -> Double? {
    let middle = (plausible.lowerBound * plausible.upperBound).squareRoot()
    return factors.filter { plausible.contains(length * $0) }.min { first, second in
      let (a, b) = (length * first / middle, length * second / middle)
      return max(a, 1 / a) < max(b, 1 / b)
    }
  }
}
