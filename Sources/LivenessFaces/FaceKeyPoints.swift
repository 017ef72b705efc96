/// 68 named points of a face in the Multi-PIE order, in pixels of the image they were found on.
///
/// Points are listed from the image's left to its right; pixel (0, 0) is the centre of the top-left
/// pixel. Order and count follow Gross et al., *Multi-PIE*, 2010.
public struct FaceKeyPoints: Sendable, Hashable {
  /// The parts of a face that key points mark; US 2019/0347823 A1, paragraph 0089.
  public enum Group: String, Sendable, Hashable, CaseIterable {
    /// The rims of both eyes: twelve points.
    case eyeContours
    /// The inner and outer corners of both eyes: four points.
    case canthi
    /// The middle of each eye's contour: two points, exact when the eye looks ahead.
    case pupils
    /// Both eyebrows: ten points.
    case brows
    /// The bridge and the base of the nose: nine points.
    case nose
    /// The outer and the inner rim of the lips: twenty points.
    case mouth
    /// From ear to ear along the chin: seventeen points.
    case faceContour
  }

  /// The number of points.
  public static let count = 68

  /// The points as (x, y).
  public let points: [SIMD2<Double>]

  /// Makes key points from 68 positions in the Multi-PIE order.
  ///
  /// - Precondition: There are 68 points.
  public init(points: [SIMD2<Double>]) {
    precondition(
      points.count == FaceKeyPoints.count,
      "a face has \(FaceKeyPoints.count) key points, found \(points.count)")
    self.points = points
  }

  /// The points of one group, from the image's left to its right.
  public subscript(group: Group) -> [SIMD2<Double>] {
    switch group {
    case .eyeContours: Array(points[36..<48])
    case .canthi: [points[36], points[39], points[42], points[45]]
    case .pupils: [center(of: 36..<42), center(of: 42..<48)]
    case .brows: Array(points[17..<27])
    case .nose: Array(points[27..<36])
    case .mouth: Array(points[48..<68])
    case .faceContour: Array(points[0..<17])
    }
  }

  /// The closed outline of the face: along the chin from ear to ear and back over the brows.
  public var outline: [SIMD2<Double>] {
    points[0..<17] + points[17..<27].reversed()
  }

  /// The distance between the pupils, in pixels.
  public var interOcularDistance: Double {
    let difference = center(of: 42..<48) - center(of: 36..<42)
    return (difference * difference).sum().squareRoot()
  }

  /// The points taken through a function, such as a crop's inverse.
  public func mapped(_ transform: (SIMD2<Double>) -> SIMD2<Double>) -> FaceKeyPoints {
    FaceKeyPoints(points: points.map(transform))
  }

  private func center(of range: Range<Int>) -> SIMD2<Double> {
    points[range].reduce(.zero, +) / Double(range.count)
  }
}
