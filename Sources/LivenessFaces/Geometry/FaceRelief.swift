public import LivenessSensing

/// How much of a face's relief the depth at its key points shows: 1 for a face as deep as most, 0 for a
/// sheet, however it is tilted and whatever face is printed on it.
///
/// The distances at brows, eyes, nose and mouth are fitted by `a + b·x + c·y − gain · relief`, `x` and
/// `y` being where the points lie in space, so that turning a head or a sheet changes `b` and `c`
/// alone. The relief is that of the mean of a morphable face (Li et al., *Learning Formation of
/// Physically-Based Face Attributes*, 2020).
public struct FaceRelief: Sendable, Hashable {
  /// The share of the mean face's relief that was found.
  public let gain: Double
  /// The standard deviation of the gain, from how far the distances are from what fits them best.
  public let uncertainty: Double
  /// The key points that have a depth.
  public let pointCount: Int

  /// The most relief that the depth leaves room for, three standard deviations above the gain; what
  /// is certain to be a sheet stays near 0.
  public var largestGain: Double { gain + 3 * uncertainty }

  /// Of the 68 points, those on the face itself.
  private static let points = 17..<FaceKeyPoints.count
  /// The fewest of them that say something about a shape.
  private static let fewestPoints = 30
  /// What a point's distance is the median of reaches so far, in distances between the pupils.
  private static let reach = 0.1
  /// How far each of the points of the mean face stands towards the viewer, in millimetres.
  private static let profile: [Double] = [
    -25, -14, -6, 1, 3, 3, 1, -6, -14, -25, 3, 11, 19, 26, 4, 10, 11, 10, 4, -18, -10, -9, -12, -10,
    -12, -12, -9, -10, -18, -12, -10, -2, 8, 13, 14, 13, 8, -2, 5, 9, 11, 9, 5, -3, 6, 8, 6, -3, 6,
    8, 6,
  ]

  /// Measures a face; `nil` where the camera is unknown, the depth is relative, the key points are not
  /// in the Multi-PIE order, or too few of them have a depth.
  ///
  /// - Parameters:
  ///   - keyPoints: The key points in pixels of the image.
  ///   - frames: Depth and image on one grid.
  public init?(of keyPoints: FaceKeyPoints, in frames: AlignedFrames) {
    guard frames.depth.scale == .metric, let camera = frames.image.camera ?? frames.depth.camera,
      keyPoints.isMultiPIE
    else { return nil }
    let reach = max(2, (Self.reach * keyPoints.interOcularDistance).rounded())
    let rows = zip(keyPoints.points[Self.points], Self.profile).compactMap { point, height in
      frames.depth.medianDistance(around: point, reach: reach).flatMap { distance in
        camera.deproject(point, depth: distance).map {
          SIMD8(1, $0.x, $0.y, -height / 1000, $0.z, 0, 0, 0)
        }
      }
    }
    var equations = LeastSquares(unknowns: 4)
    for row in rows { equations.add(row, weight: 1) }
    guard rows.count >= Self.fewestPoints, let fit = RobustFit(rows, unknowns: 4),
      let variance = equations.variance(of: 3)
    else { return nil }
    gain = fit.coefficients[3]
    uncertainty = fit.spread * max(0, variance).squareRoot()
    pointCount = rows.count
    guard gain.isFinite, uncertainty.isFinite else { return nil }
  }
}

extension DepthFrame {
  /// The median of the valid distances in a square around a pixel, in metres; `nil` where fewer than
  /// half of its pixels have one.
  fileprivate func medianDistance(around center: SIMD2<Double>, reach: Double) -> Double? {
    guard center.x.isFinite, center.y.isFinite, reach.isFinite else { return nil }
    func span(_ middle: Double, below count: Int) -> Range<Int> {
      let first = Int(max(0, min(middle.rounded() - reach, Double(count))))
      let end = Int(max(0, min(middle.rounded() + reach + 1, Double(count))))
      return first..<max(first, end)
    }
    let (columns, rows) = (span(center.x, below: width), span(center.y, below: height))
    let valid = rows.flatMap { distances(row: $0, columns: columns) }.filter { !$0.isNaN }.sorted()
    guard !valid.isEmpty, 2 * valid.count >= rows.count * columns.count else { return nil }
    return Double(valid[valid.count / 2])
  }
}
