/// A face as a network gives it, in pixels of the network's input.
struct FaceCandidate: Sendable, Hashable {
  /// The corners of the box: left, top, right, bottom, in edge coordinates.
  var box: SIMD4<Double>
  /// How sure the network is, 0 to 1.
  var score: Double
  /// The points, in edge coordinates.
  var landmarks: [SIMD2<Double>]

  /// The extents of the box.
  var extent: SIMD2<Double> { box.highHalf - box.lowHalf }

  /// All its numbers are finite.
  var isFinite: Bool {
    (box.indices.allSatisfy { box[$0].isFinite })
      && landmarks.allSatisfy { $0.x.isFinite && $0.y.isFinite }
  }

  private var area: Double { max(0, extent.x) * max(0, extent.y) }

  /// The share that two boxes have in common of what they cover together.
  func overlap(with other: FaceCandidate) -> Double {
    let low = pointwiseMax(box.lowHalf, other.box.lowHalf)
    let high = pointwiseMin(box.highHalf, other.box.highHalf)
    let common = max(0, high.x - low.x) * max(0, high.y - low.y)
    let union = area + other.area - common
    return union > 0 ? common / union : 0
  }
}
