/// The errors at every threshold that tells two scores apart, by an exact sort.
///
/// A presentation counts as live if its score is above the threshold, so that equality is an attack
/// (US 2019/0347823 A1, paragraph 0136). Non-responses are not part of the curve.
public struct ErrorCurve: Sendable {
  /// The errors at one threshold, which hold up to the threshold of the next point.
  public struct Point: Sendable, Hashable {
    /// A score that occurs; minus infinity for the first point, at which everything is live.
    public let threshold: Double
    /// Bona fide presentations that are not above the threshold.
    public let bonaFideRejected: Int
    /// Attack presentations that are above the threshold.
    public let attacksAccepted: Int
    /// The largest share of a single species that is above the threshold.
    public let worstAPCER: Double
  }

  /// The points in the order of their thresholds.
  public let points: [Point]
  /// All bona fide presentations.
  public let bonaFideCount: Int
  /// All attack presentations.
  public let attackCount: Int

  /// Makes the curve of finite scores; `nil` where one of the classes is missing.
  ///
  /// - Parameters:
  ///   - bonaFide: The scores of bona fide presentations.
  ///   - attacks: The scores of attack presentations, species by species.
  public init?(bonaFide: [Double], attacks: [[Double]]) {
    self.init(ScoreList(bonaFide: bonaFide, attacks: attacks))
  }

  /// The curve of a list in which each person counts as often as a weight says.
  init?(_ list: ScoreList, weights: [Int]? = nil) {
    var totals = [Int](repeating: 0, count: list.speciesCount)
    var bonaFide = 0
    func weight(_ entry: ScoreList.Entry) -> Int { weights.map { $0[entry.person] } ?? 1 }
    for entry in list.entries {
      if let species = entry.species {
        totals[species] += weight(entry)
      } else {
        bonaFide += weight(entry)
      }
    }
    let attacks = totals.reduce(0, +)
    guard bonaFide > 0, attacks > 0 else { return nil }
    var accepted = totals
    var sum = attacks
    var rejected = 0
    var worst = 1.0
    var points = [
      Point(
        threshold: -.infinity, bonaFideRejected: 0, attacksAccepted: attacks, worstAPCER: 1)
    ]
    points.reserveCapacity(weights == nil ? list.entries.count + 1 : 1024)
    var index = 0
    while index < list.entries.count {
      let score = list.entries[index].score
      var (isWorstStale, isNew) = (false, false)
      while index < list.entries.count, list.entries[index].score == score {
        let entry = list.entries[index]
        let weight = weight(entry)
        index += 1
        guard weight > 0 else { continue }
        isNew = true
        if let species = entry.species {
          accepted[species] -= weight
          sum -= weight
          isWorstStale = true
        } else {
          rejected += weight
        }
      }
      if isWorstStale { worst = Self.largestShare(accepted, of: totals) }
      guard isNew else { continue }
      points.append(
        Point(
          threshold: score, bonaFideRejected: rejected, attacksAccepted: sum, worstAPCER: worst))
    }
    self.points = points
    bonaFideCount = bonaFide
    attackCount = attacks
  }

  private static func largestShare(_ counts: [Int], of totals: [Int]) -> Double {
    var largest = 0.0
    for (count, total) in zip(counts, totals) where total > 0 {
      largest = max(largest, Double(count) / Double(total))
    }
    return largest
  }

  /// The share of bona fide presentations that a point rejects: BPCER, FRR.
  public func bpcer(_ point: Point) -> Double {
    Double(point.bonaFideRejected) / Double(bonaFideCount)
  }

  /// The share of all attacks together that a point accepts: pooled APCER, FAR.
  public func pooledAPCER(_ point: Point) -> Double {
    Double(point.attacksAccepted) / Double(attackCount)
  }

  /// The point that holds at a threshold.
  public func point(at threshold: Double) -> Point {
    var (low, high) = (0, points.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle].threshold <= threshold { low = middle } else { high = middle }
    }
    return points[low]
  }

  /// The threshold with the same errors as a point that is farthest from the scores beside it: half
  /// of the way to the next point's; the point's own where there is none.
  public func middle(of point: Point) -> Double {
    let next = points.first { $0.threshold > point.threshold }?.threshold
    guard let next, point.threshold.isFinite else { return point.threshold }
    let middle = point.threshold + (next - point.threshold) / 2
    return middle < next ? middle : point.threshold
  }
}
