import LivenessLayers

/// Leaves one candidate of those that mark the same face.
struct NonMaximumSuppression: Sendable, Hashable {
  /// What becomes of candidates that overlap.
  enum Rule: String, Sendable, CaseIterable {
    /// The surest stays as it is.
    case greedy
    /// Box, points and attributes are the mean of all, weighed by their scores (Bazarevsky et al.,
    /// "BlazeFace", 2019).
    case weighted
  }

  /// What the common part of two boxes is set in relation to.
  enum Share: Sendable, Hashable {
    /// What both cover together.
    case union
    /// The smaller box.
    case smaller
  }

  /// What becomes of candidates that overlap.
  let rule: Rule
  /// The overlap above which two candidates are one face.
  let threshold: Double
  /// The most candidates that are looked at, the surest ones.
  let mostCandidates: Int
  /// What the overlap is a share of.
  var share: Share = .union

  /// The candidates that stay, the surest first; equally sure ones in their order.
  func callAsFunction(_ candidates: [FaceCandidate]) -> [FaceCandidate] {
    var rest = candidates.enumerated().sorted {
      $0.element.score != $1.element.score
        ? $0.element.score > $1.element.score : $0.offset < $1.offset
    }.prefix(mostCandidates).map(\.element)
    var kept: [FaceCandidate] = []
    while let best = rest.first {
      let same = rest.filter { $0 == best || $0.overlap(with: best, of: share) > threshold }
      rest.removeAll { $0 == best || $0.overlap(with: best, of: share) > threshold }
      kept.append(rule == .greedy ? best : Self.mean(of: same, score: best.score))
    }
    return kept
  }

  private static func mean(of candidates: [FaceCandidate], score: Double) -> FaceCandidate {
    let total = candidates.reduce(0) { $0 + $1.score }
    guard total > 0, var mean = candidates.first, candidates.count > 1 else { return candidates[0] }
    mean.box = candidates.reduce(.zero) { $0 + $1.box * ($1.score / total) }
    for index in mean.landmarks.indices {
      mean.landmarks[index] = candidates.reduce(.zero) {
        $0 + $1.landmarks[index] * ($1.score / total)
      }
    }
    for index in mean.attributes.indices {
      mean.attributes[index] = candidates.reduce(0) {
        $0 + $1.attributes[index] * ($1.score / total)
      }
    }
    mean.score = score
    return mean
  }
}
