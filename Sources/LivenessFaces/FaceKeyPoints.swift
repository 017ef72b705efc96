/// The named points of a face, in pixels of the image they were found on: 68 in the Multi-PIE order,
/// or those of another scheme.
///
/// Points are listed from the image's left to its right; pixel (0, 0) is the centre of the top-left
/// pixel. Order and count of the 68 follow Gross et al., *Multi-PIE*, 2010.
public struct FaceKeyPoints: Sendable, Hashable {
  /// The parts of a face that key points mark; US 2019/0347823 A1, paragraph 0089.
  public enum Group: String, Sendable, Hashable, CaseIterable {
    /// The rims of both eyes: twelve points.
    case eyeContours
    /// The inner and outer corners of both eyes: four points.
    case canthi
    /// The pupils: two points; without ``FaceKeyPoints/eyes`` the middle of each eye's contour, which
    /// is exact when the eye looks ahead.
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

  /// The number of points in the Multi-PIE order.
  public static let count = 68

  /// The points as (x, y).
  public let points: [SIMD2<Double>]
  /// The closed outline of the face: along the chin from ear to ear and back over the brows, or as
  /// another scheme gives it.
  public let outline: [SIMD2<Double>]
  /// Pupils and canthi of their own; `nil` where they follow from the 68 points.
  public private(set) var eyes: EyePoints?
  /// How likely each point can be seen, 0 to 1; `nil` where that is not known.
  ///
  /// The 68 points come first, then the pupils and the canthi of ``eyes``. The position of a hidden
  /// point is a guess.
  public private(set) var visibility: [Double]?
  /// How far eyes and mouth are open; `nil` where that is not known.
  public private(set) var openness: FaceOpenness?
  /// The parts of another scheme; `nil` for the Multi-PIE order.
  private let named: [Group: [SIMD2<Double>]]?

  /// Makes key points from 68 positions in the Multi-PIE order.
  ///
  /// - Precondition: There are 68 points.
  public init(points: [SIMD2<Double>]) {
    precondition(
      points.count == FaceKeyPoints.count,
      "a face has \(FaceKeyPoints.count) key points, found \(points.count)")
    self.points = points
    outline = points[0..<17] + points[17..<27].reversed()
    named = nil
  }

  /// Makes key points of another scheme, which need not be those of a face.
  ///
  /// A model that needs a group that is not among them refuses to judge.
  ///
  /// - Parameters:
  ///   - groups: The points of each part that the scheme marks, from the image's left to its right.
  ///   - others: Points that belong to none of the parts.
  ///   - outline: The closed polygon within which the target lies.
  public init(
    groups: [Group: [SIMD2<Double>]], others: [SIMD2<Double>] = [], outline: [SIMD2<Double>]
  ) {
    named = groups.filter { !$0.value.isEmpty }
    points = Group.allCases.flatMap { groups[$0] ?? [] } + others
    self.outline = outline
  }

  private init(
    points: [SIMD2<Double>], outline: [SIMD2<Double>], named: [Group: [SIMD2<Double>]]
  ) {
    self.points = points
    self.outline = outline
    self.named = named
  }

  /// The same points with what a network says of them besides.
  ///
  /// - Parameters:
  ///   - eyes: Pupils and canthi of their own.
  ///   - visibility: For each of the 68 points, the pupils and the canthi, 0 to 1.
  ///   - openness: How far eyes and mouth are open.
  /// - Returns: The points with all of it.
  /// - Precondition: The points are in the Multi-PIE order; there are 74 visibilities.
  public func adding(
    eyes: EyePoints, visibility: [Double], openness: FaceOpenness
  ) -> FaceKeyPoints {
    precondition(isMultiPIE, "eyes go with points in the Multi-PIE order")
    let count = FaceKeyPoints.count + EyePoints.count
    precondition(
      visibility.count == count, "\(count) points have a visibility, found \(visibility.count)")
    var result = self
    result.eyes = eyes
    result.visibility = visibility
    result.openness = openness
    return result
  }

  /// Whether the points are the 68 of the Multi-PIE order.
  var isMultiPIE: Bool { named == nil }

  /// The parts that the points mark; all seven for those in the Multi-PIE order.
  public var groups: Set<Group> { named.map { Set($0.keys) } ?? Set(Group.allCases) }

  /// The points of one group, from the image's left to its right; none where it is not among
  /// ``groups``.
  public subscript(group: Group) -> [SIMD2<Double>] {
    if let named { return named[group] ?? [] }
    return switch group {
    case .eyeContours: Array(points[36..<48])
    case .canthi: eyes?.canthi ?? [points[36], points[39], points[42], points[45]]
    case .pupils: eyes?.pupils ?? [center(of: 36..<42), center(of: 42..<48)]
    case .brows: Array(points[17..<27])
    case .nose: Array(points[27..<36])
    case .mouth: Array(points[48..<68])
    case .faceContour: Array(points[0..<17])
    }
  }

  /// The distance between the pupils, in pixels; not-a-number where the points mark no two pupils.
  public var interOcularDistance: Double {
    let pupils = self[.pupils]
    guard pupils.count == 2 else { return .nan }
    let difference = pupils[1] - pupils[0]
    return (difference * difference).sum().squareRoot()
  }

  /// The points taken through a function, such as a crop's inverse.
  public func mapped(_ transform: (SIMD2<Double>) -> SIMD2<Double>) -> FaceKeyPoints {
    guard let named else {
      var result = FaceKeyPoints(points: points.map(transform))
      result.eyes = eyes?.mapped(transform)
      result.visibility = visibility
      result.openness = openness
      return result
    }
    return FaceKeyPoints(
      points: points.map(transform), outline: outline.map(transform),
      named: named.mapValues { $0.map(transform) })
  }

  private func center(of range: Range<Int>) -> SIMD2<Double> {
    points[range].reduce(.zero, +) / Double(range.count)
  }
}
