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
    let weights = weights ?? [Int](repeating: 1, count: list.personCount)
    var totals = [Int](repeating: 0, count: list.speciesCount)
    var bonaFide = 0
    for entry in list.entries {
      let weight = weights[Int(entry.person)]
      if entry.species >= 0 { totals[Int(entry.species)] += weight } else { bonaFide += weight }
    }
    let attacks = totals.reduce(0, +)
    guard bonaFide > 0, attacks > 0 else { return nil }
    var tally = AcceptedAttacks(totals)
    var rejected = 0
    var points = [
      Point(
        threshold: -.infinity, bonaFideRejected: 0, attacksAccepted: attacks, worstAPCER: 1)
    ]
    points.reserveCapacity(list.entries.count + 1)
    var isNew = false
    for (index, entry) in list.entries.enumerated() {
      let weight = weights[Int(entry.person)]
      isNew = isNew || weight > 0
      if entry.species >= 0 {
        tally.refuse(weight, of: Int(entry.species))
      } else {
        rejected += weight
      }
      let isLast = index + 1 == list.entries.count || list.entries[index + 1].score != entry.score
      guard isNew, isLast else { continue }
      isNew = false
      points.append(
        Point(
          threshold: entry.score, bonaFideRejected: rejected, attacksAccepted: tally.sum,
          worstAPCER: tally.worst))
    }
    self.points = points
    bonaFideCount = bonaFide
    attackCount = attacks
  }

  /// How many attacks of each species are accepted still, as the threshold rises.
  private struct AcceptedAttacks {
    private let totals: [Int]
    private var accepted: [Int]
    private var worstSpecies = 0
    private(set) var sum: Int
    /// The largest share of a species.
    private(set) var worst = 1.0

    init(_ totals: [Int]) {
      self.totals = totals
      accepted = totals
      sum = totals.reduce(0, +)
      worstSpecies = totals.firstIndex { $0 > 0 } ?? 0
    }

    /// Only the worst species can make the largest share smaller.
    mutating func refuse(_ count: Int, of species: Int) {
      accepted[species] -= count
      sum -= count
      guard species == worstSpecies, count > 0 else { return }
      worst = 0
      for (index, total) in totals.enumerated() where total > 0 {
        let share = Double(accepted[index]) / Double(total)
        if share > worst { (worst, worstSpecies) = (share, index) }
      }
    }
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
    points[max(0, index { $0.threshold > threshold } - 1)]
  }

  /// The threshold with the same errors as a point that is farthest from the scores beside it: half
  /// of the way to the next point's; the point's own where there is none.
  public func middle(of point: Point) -> Double {
    let following = index { $0.threshold > point.threshold }
    guard following < points.count, point.threshold.isFinite else { return point.threshold }
    let next = points[following].threshold
    let middle = point.threshold + (next - point.threshold) / 2
    return middle < next ? middle : point.threshold
  }

  /// The index of the first point that has something all points after it have too; the number of
  /// points where none has it.
  func index(where isFound: (Point) -> Bool) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if isFound(points[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
