/// How a lens bends the ideal pinhole image.
///
/// Ideal and bent points lie on the plane at distance 1; with `r² = x² + y²` of the point that a
/// formula starts from.
public enum LensDistortion: Sendable, Hashable {
  /// An ideal pinhole.
  case none
  /// Brown and Conrady's polynomial: three radial and two tangential coefficients.
  ///
  /// From the ideal point: `x' = x(1 + k1·r² + k2·r⁴ + k3·r⁶) + 2·p1·x·y + p2·(r² + 2x²)`, and `y'`
  /// likewise with `p1` and `p2` exchanged.
  case brownConrady(k1: Double, k2: Double, p1: Double, p2: Double, k3: Double)
  /// The same polynomial from the bent point to the ideal one, as librealsense describes the depth
  /// cameras of the SR300 and the colour cameras of the D400 series.
  case inverseBrownConrady(k1: Double, k2: Double, p1: Double, p2: Double, k3: Double)
  /// As Brown and Conrady's, with the radial factor divided by `1 + k4·r² + k5·r⁴ + k6·r⁶`, in
  /// OpenCV's order of coefficients, as Azure Kinect and Femto are calibrated.
  case rational(
    k1: Double, k2: Double, p1: Double, p2: Double, k3: Double, k4: Double, k5: Double, k6: Double)
  /// A table of radial magnifications, as Apple describes the TrueDepth camera.
  case radialTable(RadialTable)
}

extension LensDistortion {
  /// The names of the models that coefficients describe, as they stand in files.
  public static let models = ["none", "brown-conrady", "inverse-brown-conrady", "rational"]

  /// How many coefficients each of ``models`` has.
  private static let coefficientCounts = [0, 5, 5, 8]

  /// Makes a distortion from the name of its model and the coefficients in the order of the case's
  /// labels.
  ///
  /// - Throws: ``CameraError`` where the model is not among ``models``, or it has another number of
  ///   coefficients.
  public init(model: String, coefficients k: [Double]) throws(CameraError) {
    guard let index = Self.models.firstIndex(of: model) else {
      throw .lensModel(expected: Self.models, found: model)
    }
    guard k.count == Self.coefficientCounts[index] else {
      throw .coefficientCount(
        model: model, expected: Self.coefficientCounts[index], found: k.count)
    }
    switch index {
    case 0: self = .none
    case 1: self = .brownConrady(k1: k[0], k2: k[1], p1: k[2], p2: k[3], k3: k[4])
    case 2: self = .inverseBrownConrady(k1: k[0], k2: k[1], p1: k[2], p2: k[3], k3: k[4])
    default:
      self = .rational(
        k1: k[0], k2: k[1], p1: k[2], p2: k[3], k3: k[4], k4: k[5], k5: k[6], k6: k[7])
    }
  }

  /// The name of the model, as it stands in files.
  public var model: String {
    switch self {
    case .none: "none"
    case .brownConrady: "brown-conrady"
    case .inverseBrownConrady: "inverse-brown-conrady"
    case .rational: "rational"
    case .radialTable: "radial-table"
    }
  }

  /// The coefficients in the order of the case's labels; the magnifications of a table.
  public var coefficients: [Double] {
    switch self {
    case .none: []
    case .brownConrady(let k1, let k2, let p1, let p2, let k3),
      .inverseBrownConrady(let k1, let k2, let p1, let p2, let k3):
      [k1, k2, p1, p2, k3]
    case .rational(let k1, let k2, let p1, let p2, let k3, let k4, let k5, let k6):
      [k1, k2, p1, p2, k3, k4, k5, k6]
    case .radialTable(let table): table.magnifications
    }
  }
}
