/// A face as a network gives it, in pixels of the network's input.
struct FaceCandidate: Sendable, Hashable {
  /// The corners of the box: left, top, right, bottom, in edge coordinates.
  var box: SIMD4<Double>
  /// How sure the network is, 0 to 1.
  var score: Double
  /// The points, in edge coordinates.
  var landmarks: [SIMD2<Double>]
  /// What is said about the face besides, 0 to 1.
  var attributes: [Double] = []
  /// By how much a cascade's network would move the edges, in sides of the box.
  var offsets: SIMD4<Double> = .zero

  /// The extents of the box.
  var extent: SIMD2<Double> { box.highHalf - box.lowHalf }

  /// All its numbers are finite.
  var isFinite: Bool {
    box.indices.allSatisfy { box[$0].isFinite }
      && landmarks.allSatisfy { $0.x.isFinite && $0.y.isFinite }
      && attributes.allSatisfy(\.isFinite)
  }

  private var area: Double { max(0, extent.x) * max(0, extent.y) }

  /// The share that two boxes have in common of what they cover together, or of the smaller one.
  func overlap(
    with other: FaceCandidate, of share: NonMaximumSuppression.Share = .union
  ) -> Double {
    let low = pointwiseMax(box.lowHalf, other.box.lowHalf)
    let high = pointwiseMin(box.highHalf, other.box.highHalf)
    let common = max(0, high.x - low.x) * max(0, high.y - low.y)
    let whole =
      switch share {
      case .union: area + other.area - common
      case .smaller: min(area, other.area)
      }
    return whole > 0 ? common / whole : 0
  }
}
