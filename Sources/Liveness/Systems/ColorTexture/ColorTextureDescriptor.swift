/// The texture of a small colour picture as one list of numbers: histograms of local binary patterns
/// in hue, saturation and value, at several radii, then of local phases in luma and chroma.
///
/// De Freitas Pereira, Boulkenafet and others combine the same parts; every histogram sums to 1.
struct ColorTextureDescriptor: Sendable {
  private let patterns: [LocalBinaryPatterns]
  private let phases: LocalPhaseQuantization

  init(radii: [Int], window: Int) {
    patterns = radii.map { LocalBinaryPatterns(radius: $0) }
    phases = LocalPhaseQuantization(window: window)
  }

  /// The number of numbers.
  var count: Int { 3 * (patterns.count * LocalBinaryPatterns.bins + LocalPhaseQuantization.bins) }

  /// Describes a picture; plane by plane, and radius by radius within a plane.
  func features(of planes: ColorPlanes) -> [Float] {
    planes.hsv.flatMap { plane in patterns.flatMap { $0.histogram(of: plane) } }
      + planes.yCbCr.flatMap { phases.histogram(of: $0) }
  }
}
