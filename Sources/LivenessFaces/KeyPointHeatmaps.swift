public import LivenessLayers
public import LivenessTensors

/// Draws key points as Gaussian spots, the form in which the branches of a network see them.
///
/// `heat(u, v) = max over points exp(−((u − x)² + (v − y)²) / 2σ²)`, so that every peak is 1.
/// US 2019/0347823 A1, paragraphs 0102–0107, feeds key points to both branches.
public struct KeyPointHeatmaps: Sendable, Hashable {
  /// 1: all points in one plane; 7: one plane for each group, in the order of
  /// ``FaceKeyPoints/Group``.
  public let planes: Int
  /// The standard deviation of a spot, in pixels of the crop.
  public let sigma: Double

  /// Chooses the planes and the size of the spots.
  ///
  /// - Precondition: `planes` is 1 or 7, `sigma` is positive and finite.
  public init(planes: Int, sigma: Double) {
    precondition(
      KeyPointHeatmaps.supports(planes: planes, sigma: sigma),
      "heatmaps have 1 or 7 planes and a sigma of 0.1 to 100 pixels, found \(planes) and \(sigma)")
    self.planes = planes
    self.sigma = sigma
  }

  /// Reads the `heatmap` of a model's card.
  ///
  /// - Throws: `CheckpointError` that names the field.
  public init(_ fields: CardFields) throws(CheckpointError) {
    planes = try fields.integer("planes", in: 1...7)
    sigma = try fields.number("sigma_pixels", in: 0.1...100)
    guard KeyPointHeatmaps.supports(planes: planes, sigma: sigma) else {
      throw fields.mismatch("planes", expected: "1 or 7", found: "\(planes)")
    }
  }

  private static func supports(planes: Int, sigma: Double) -> Bool {
    (planes == 1 || planes == FaceKeyPoints.Group.allCases.count) && (0.1...100).contains(sigma)
  }

  /// The parts that key points must mark to be drawn: all seven where each has a plane of its own.
  public var requiredGroups: Set<FaceKeyPoints.Group> {
    planes == 1 ? [] : Set(FaceKeyPoints.Group.allCases)
  }

  /// Draws points given in pixels of the crop; those that are not finite are left out.
  ///
  /// **Shape** `[planes, size, size]`. **Units** 0 to 1.
  public func draw(_ keyPoints: FaceKeyPoints, size: Int) -> Tensor {
    let groups =
      planes == 1 ? [keyPoints.points] : FaceKeyPoints.Group.allCases.map { keyPoints[$0] }
    var scalars = [Float](repeating: 0, count: planes * size * size)
    for (plane, points) in groups.enumerated() {
      for point in points {
        addSpot(at: point, size: size, plane: plane * size * size, to: &scalars)
      }
    }
    return Tensor(shape: [planes, size, size], scalars: scalars)
  }

  private func addSpot(
    at point: SIMD2<Double>, size: Int, plane: Int, to scalars: inout [Float]
  ) {
    guard let columns = spot(around: point.x, size: size),
      let rows = spot(around: point.y, size: size)
    else { return }
    for (y, rowHeat) in zip(rows.range, rows.heat) {
      for (x, columnHeat) in zip(columns.range, columns.heat) {
        let index = plane + y * size + x
        scalars[index] = max(scalars[index], rowHeat * columnHeat)
      }
    }
  }

  /// One factor of a spot: its pixels along one axis, out to where the heat falls below 1e-8.
  private func spot(around center: Double, size: Int) -> (range: Range<Int>, heat: [Float])? {
    let reach = 6.1 * sigma
    guard center + reach >= 0, center - reach <= Double(size - 1) else { return nil }
    let lower = Int(max(0, (center - reach).rounded(.up)))
    let upper = Int(min(Double(size - 1), (center + reach).rounded(.down)))
    guard lower <= upper else { return nil }
    let heat = (lower...upper).map { pixel in
      let distance = Double(pixel) - center
      return Float(Exponential.of(-distance * distance / (2 * sigma * sigma)))
    }
    return (lower..<upper + 1, heat)
  }
}
