/// A lens, ready to be applied on the plane at distance 1.
enum Lens: Sendable, Hashable {
  case pinhole
  /// Leads from ideal to bent points in closed form, and back by iteration.
  case forward(PolynomialLens)
  /// Leads from bent to ideal points in closed form, and back by iteration.
  case inverse(PolynomialLens)
  case table(RadialTable)

  init(_ distortion: LensDistortion) {
    switch distortion {
    case .none: self = .pinhole
    case .brownConrady, .rational: self = .forward(PolynomialLens(distortion.coefficients))
    case .inverseBrownConrady: self = .inverse(PolynomialLens(distortion.coefficients))
    case .radialTable(let table): self = .table(table)
    }
  }

  /// Where the lens puts an ideal point; `nil` beyond the field that the model describes.
  func distorted(_ ideal: SIMD2<Double>) -> SIMD2<Double>? {
    switch self {
    case .pinhole: ideal
    case .forward(let lens): lens.value(at: ideal)
    case .inverse(let lens): lens.start(of: ideal)
    case .table(let table):
      table.mapping == .idealToImage ? table.value(at: ideal) : table.start(of: ideal)
    }
  }

  /// The ideal point that the lens puts at the given place; `nil` where there is none within the
  /// field that the model describes.
  func undistorted(_ bent: SIMD2<Double>) -> SIMD2<Double>? {
    switch self {
    case .pinhole: bent
    case .forward(let lens): lens.start(of: bent)
    case .inverse(let lens): lens.value(at: bent)
    case .table(let table):
      table.mapping == .idealToImage ? table.start(of: bent) : table.value(at: bent)
    }
  }

  /// The same as ``undistorted(_:)``, faster where the ideal point is known to be near an estimate.
  @inline(__always)
  func undistorted(_ bent: SIMD2<Double>, near estimate: SIMD2<Double>) -> SIMD2<Double>? {
    if case .forward(let lens) = self { return lens.start(of: bent, near: estimate) }
    return undistorted(bent)
  }
}
