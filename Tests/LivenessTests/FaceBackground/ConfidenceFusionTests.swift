import TestSupport
import Testing

@testable import Liveness

struct ConfidenceFusionTests {
  private static let rules: [ConfidenceFusion] = [
    .minimum, .product, .weightedSum(face: 0.3), .difference, .quotient,
    .logistic(face: 6, background: 3, bias: -5),
  ]

  @Test func `Row 3.09: every rule by hand`() {
    #expect(ConfidenceFusion.minimum(face: 0.8, background: 0.5) == 0.5)
    #expect(ConfidenceFusion.product(face: 0.5, background: 0.5) == 0.25)
    #expect(ConfidenceFusion.weightedSum(face: 0.25)(face: 1, background: 0) == 0.25)
    #expect(ConfidenceFusion.difference(face: 0.75, background: 0.5) == 0.25)
    #expect(ConfidenceFusion.difference(face: 0.25, background: 0.5) == 0)
    #expect(ConfidenceFusion.quotient(face: 0.75, background: 0.5) == 0.75)
    #expect(ConfidenceFusion.quotient(face: 1, background: 0) == 0)
    let logistic = ConfidenceFusion.logistic(face: 2, background: 2, bias: -2)
    #expect(logistic(face: 0.5, background: 0.5) == 0.5)
  }

  @Test(arguments: rules)
  func `Row 3.08: every rule is monotone in both and stays between 0 and 1`(
    rule: ConfidenceFusion
  ) throws {
    let steps = (0...20).map { Double($0) / 20 }
    for a in steps {
      for b in steps {
        let fused = try #require(rule(face: a, background: b))
        #expect((0...1).contains(fused))
        for larger in steps where larger >= a {
          let more = try #require(rule(face: larger, background: b))
          #expect(more >= fused, "\(rule) \(a) \(b) \(larger)")
        }
        for larger in steps where larger >= b {
          let more = try #require(rule(face: a, background: larger))
          #expect(more >= fused, "\(rule) \(a) \(b) \(larger)")
        }
      }
    }
  }

  @Test(arguments: [
    ConfidenceFusion.weightedSum(face: 2), .weightedSum(face: .nan), .weightedSum(face: -0.1),
    .logistic(face: -1, background: 1, bias: 0), .logistic(face: 1, background: 1, bias: .nan),
  ])
  func `a rule of numbers out of range fuses nothing`(rule: ConfidenceFusion) {
    #expect(rule(face: 1, background: 0) == nil)
  }

  @Test(arguments: rules)
  func `what is no confidence is not fused`(rule: ConfidenceFusion) {
    for wrong in [Double.nan, -0.01, 1.01, .infinity] {
      #expect(rule(face: wrong, background: 0.5) == nil)
      #expect(rule(face: 0.5, background: wrong) == nil)
    }
  }
}
