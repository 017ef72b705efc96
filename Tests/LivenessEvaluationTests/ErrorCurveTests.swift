import Testing

@testable import LivenessEvaluation

struct ErrorCurveTests {
  /// Bona fide at 3 and 4, attacks at 1, 2 and 3.
  private let curve = ErrorCurve(bonaFide: [4, 3], attacks: [[1, 3], [2]])

  @Test func `a curve counts what every threshold accepts and rejects`() throws {
    let curve = try #require(curve)
    #expect(curve.points.map(\.threshold) == [-.infinity, 1, 2, 3, 4])
    #expect(curve.points.map(\.attacksAccepted) == [3, 2, 1, 0, 0])
    #expect(curve.points.map(\.bonaFideRejected) == [0, 0, 0, 1, 2])
    #expect(curve.points.map(\.worstAPCER) == [1, 1, 0.5, 0, 0])
  }

  @Test func `equality with the threshold is an attack`() throws {
    let curve = try #require(curve)
    #expect(curve.point(at: 3).attacksAccepted == 0 && curve.point(at: 3).bonaFideRejected == 1)
    #expect(curve.point(at: 3.0.nextDown).attacksAccepted == 1)
    #expect(curve.point(at: -5).threshold == -.infinity)
  }

  @Test func `errors are equal where the rates are nearest`() throws {
    // At 2: FAR 1/3, FRR 0. At 3: FAR 0, FRR 1/2. The first is nearer.
    let equal = try #require(curve).equalError
    #expect(equal.point.threshold == 2 && equal.rate == (1.0 / 3) / 2)
  }

  @Test func `two thresholds that are as near give the mean, and the stricter one`() throws {
    // At 1: FAR 1/2, FRR 0. At 2: FAR 0, FRR 1/2.
    let equal = try #require(ErrorCurve(bonaFide: [2, 3], attacks: [[1, 2]])).equalError
    #expect(equal.rate == 0.25 && equal.point.threshold == 2)
  }

  @Test func `the area under the curve counts pairs, and ties half`() throws {
    // Pairs won: 4 wins three; 3 wins two and ties one.
    #expect(try #require(curve).areaUnderCurve == 5.5 / 6)
    #expect(try #require(ErrorCurve(bonaFide: [1], attacks: [[2]])).areaUnderCurve == 0)
  }

  @Test func `the grid of CASIA-SURF interpolates where the exact sort does not`() throws {
    // At 0.499 all attacks are accepted, at 0.5 one of two, at 0.501 none.
    let curve = try #require(
      ErrorCurve(bonaFide: [0.5001, 0.5006, 0.9], attacks: [[0.4995, 0.5002]]))
    let half = try #require(CASIATruePositives(curve, falsePositiveRate: 0.5))
    #expect(half.threshold == 0.5 && half.truePositives == Rate(3, of: 3))
    let quarter = try #require(CASIATruePositives(curve, falsePositiveRate: 0.25))
    #expect(abs(quarter.threshold - 0.5005) < 1e-12)
    #expect(quarter.truePositives == Rate(2, of: 3) && quarter.falsePositives == Rate(0, of: 2))
    let more = try #require(CASIATruePositives(curve, falsePositiveRate: 0.48))
    #expect(more.truePositives == Rate(3, of: 3) && more.falsePositives == Rate(1, of: 2))
    #expect(curve.point(pooledAPCERAtMost: 0.48).bonaFideRejected == 1)
  }

  @Test func `the grid of CASIA-SURF ends at 0 and at 0,999`() throws {
    let low = try #require(ErrorCurve(bonaFide: [0.5], attacks: [[-1]]))
    #expect(CASIATruePositives(low, falsePositiveRate: 0.01)?.threshold == 0)
    let high = try #require(ErrorCurve(bonaFide: [0.5], attacks: [[0.9995]]))
    #expect(CASIATruePositives(high, falsePositiveRate: 0.01) == nil)
    #expect(CASIATruePositives(high, falsePositiveRate: 1)?.threshold == 0)
  }

  @Test func `scores that are all equal say nothing`() throws {
    let curve = try #require(ErrorCurve(bonaFide: [0.5, 0.5], attacks: [[0.5], [0.5, 0.5]]))
    #expect(curve.areaUnderCurve == 0.5)
    #expect(curve.equalError.rate == 0.5)
    #expect(curve.convexHullEqualErrorRate == 0.5)
    #expect(curve.point(worstAPCERAtMost: 0.1).threshold == 0.5)
    #expect(curve.truePositiveRate(falsePositiveRateAtMost: 0.1) == 0)
  }

  @Test func `scores that are all apart make no error`() throws {
    let curve = try #require(ErrorCurve(bonaFide: [0.8, 0.9], attacks: [[0.1, 0.2]]))
    #expect(curve.equalError.rate == 0 && curve.areaUnderCurve == 1)
    #expect(curve.convexHullEqualErrorRate == 0)
    let point = curve.point(worstAPCERAtMost: 0)
    #expect(point.threshold == 0.2 && abs(curve.middle(of: point) - 0.5) < 1e-15)
    #expect(curve.truePositiveRate(falsePositiveRateAtMost: 0) == 1)
  }

  @Test func `a middle never reaches the next score`() throws {
    let next = 0.2.nextUp
    let curve = try #require(ErrorCurve(bonaFide: [next], attacks: [[0.2]]))
    #expect(curve.middle(of: curve.point(at: 0.2)) == 0.2)
    #expect(curve.middle(of: curve.points[2]) == next)
  }

  @Test func `a missing class has no curve`() {
    #expect(ErrorCurve(bonaFide: [], attacks: [[1]]) == nil)
    #expect(ErrorCurve(bonaFide: [1], attacks: []) == nil)
    #expect(ErrorCurve(bonaFide: [1], attacks: [[], []]) == nil)
  }

  @Test func `the worst species decides, not all together`() throws {
    let curve = try #require(
      ErrorCurve(bonaFide: [0.7, 0.95], attacks: [Array(repeating: 0.1, count: 98), [0.9, 0.1]]))
    #expect(curve.point(worstAPCERAtMost: 0.1).threshold == 0.9)
    #expect(curve.truePositiveRate(falsePositiveRateAtMost: 0.01) == 1)
  }

  @Test func `the half total error takes its threshold from elsewhere`() throws {
    let development = try #require(ErrorCurve(bonaFide: [0.6, 0.8], attacks: [[0.1, 0.3]]))
    let test = try #require(ErrorCurve(bonaFide: [0.2, 0.8, 0.9, 1], attacks: [[0.1, 0.4]]))
    let error = ExpectedPerformance.halfTotalError(development: development, test: test)
    #expect(error.threshold == 0.3)
    #expect(error.falseAcceptance.count == 1 && error.falseRejection.count == 1)
    #expect(error.rate == (0.5 + 0.25) / 2)
  }

  @Test func `a trade-off curve keeps its ends and its corners`() throws {
    let curve = try #require(curve)
    let tradeoff = DetectionErrorTradeoff(curve)
    #expect(tradeoff.points.map(\.threshold) == [-.infinity, 2, 3, 4])
    #expect(tradeoff.points[0].apcerProbit == NormalDistribution.quantile(1 - 1.0 / 6))
    #expect(tradeoff.points[3].bpcerProbit == NormalDistribution.quantile(0.75))
    let (low, high) = ((0..<2000).map { Double($0) - 500.5 }, (0..<2000).map { Double($0) })
    let many = try #require(ErrorCurve(bonaFide: high, attacks: [low]))
    let few = DetectionErrorTradeoff(many, atMost: 50)
    #expect((30...51).contains(few.points.count))
    #expect(few.points.first?.threshold == -.infinity)
    #expect(few.points.last?.bpcer.count == 2000)
  }
}
