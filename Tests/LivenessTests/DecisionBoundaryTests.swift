import LivenessFaces
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// What happens exactly at the limits of a policy, and just beyond.
struct DecisionBoundaryTests {
  private static let lenient = LivenessPolicy(
    minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)

  private func result(
    _ synthetic: SyntheticCapture = SyntheticCapture(), _ policy: LivenessPolicy
  ) throws -> LivenessResult {
    try FusionFile().detector(policy: policy).detect(synthetic.capture())
  }

  @Test(arguments: [
    (50.0, 125.0, 125.0, true), (50, 125, 125.0.nextUp, false), (125, 50, 125, true),
    (125, 50, 125.0.nextUp, false),
  ])
  func `a face is large enough by its larger side, from the limit on`(
    width: Double, height: Double, minimum: Double, isEnough: Bool
  ) throws {
    var policy = Self.lenient
    policy.minimumFaceSize = minimum
    let box = FaceBox(x: 100, y: 60, width: width, height: height)
    let found = try result(SyntheticCapture(box: box), policy)
    #expect(found.reasons.contains(.faceTooSmall) != isEnough)
  }

  @Test func `depth covers enough of a face from the limit on`() throws {
    let synthetic = SyntheticCapture(hole: { x, y in x < 140 && y < 120 })
    let coverage = try #require(try result(synthetic, Self.lenient).faceDepth?.coverage)
    #expect(coverage > 0.1 && coverage < 0.99)
    var policy = Self.lenient
    policy.minimumDepthCoverage = coverage
    #expect(try result(synthetic, policy).decision == .live)
    policy.minimumDepthCoverage = coverage.nextUp
    let refused = try result(synthetic, policy)
    #expect(refused.reasons == [.insufficientDepth] && refused.liveProbability == nil)
  }

  @Test func `a pupil distance at either end of the plausible range is plausible`() throws {
    let plain = try result(SyntheticCapture(), Self.lenient)
    let distance = try #require(plain.faceDepth?.interOcularDistance)
    for (range, isPlausible) in [
      (distance...1, true), (0...distance, true), (distance.nextUp...1, false),
      (0...distance.nextDown, false),
    ] {
      var policy = Self.lenient
      policy.plausibleInterOcularDistance = range
      let found = try result(SyntheticCapture(), policy)
      #expect(found.reasons == (isPlausible ? [] : [.implausibleScale]), "\(range)")
      #expect(found.decision == (isPlausible ? .live : .undetermined))
      #expect(found.liveProbability != nil)
    }
  }

  @Test func `the network is asked up to three times the plausible range, and no further`() throws {
    let plain = try result(SyntheticCapture(), Self.lenient)
    let distance = try #require(plain.faceDepth?.interOcularDistance)
    let (low, high) = (distance * 3, distance / 3)
    for (range, isAsked) in [
      (low * 0.999...1000, true), (low * 1.001...1000, false), (0...high * 1.001, true),
      (0...high * 0.999, false),
    ] {
      var policy = Self.lenient
      policy.plausibleInterOcularDistance = range
      let found = try result(SyntheticCapture(), policy)
      #expect(found.reasons == [.implausibleScale], "\(range)")
      #expect((found.liveProbability != nil) == isAsked, "\(range)")
    }
  }

  @Test func `a network that says no number is no answer`() throws {
    let file = FusionFile(overflows: true)
    let found = try file.detector(policy: Self.lenient).detect(SyntheticCapture().capture())
    #expect(found.reasons == [.nonFiniteOutput] && found.decision == .undetermined)
    #expect(found.liveProbability == nil)
  }

  @Test func `between two thresholds the answer is open, and says why`() throws {
    let policy = LivenessPolicy(rule: .agreement(liveAbove: 0.6, spoofAbove: 0.6))
    var between = Self.lenient
    between.rule = policy.rule
    let detector = try FusionFile(logits: [0, 0]).detector(policy: between)
    let found = try detector.detect(SyntheticCapture().capture())
    #expect(found.decision == .undetermined && found.reasons == [.betweenThresholds])
    let small = SyntheticCapture(metresPerUnit: 1000)
    between.plausibleInterOcularDistance = 0.045...0.08
    let refused = try FusionFile(logits: [0, 0]).detector(policy: between).detect(small.capture())
    #expect(refused.reasons == [.implausibleScale])
  }

  @Test(arguments: [0, 0.5, 1])
  func `the ends of every range of a policy are allowed`(share: Double) throws {
    try LivenessPolicy(
      threshold: 0, minimumFaceSize: 0, minimumDepthCoverage: share,
      plausibleInterOcularDistance: 0...0, largestMisalignment: 0
    ).validate()
  }

  @Test(arguments: [
    ("threshold", LivenessPolicy(threshold: 1)),
    ("threshold", LivenessPolicy(threshold: -.leastNonzeroMagnitude)),
    ("threshold", LivenessPolicy(rule: .spoofAbove(1))),
    ("threshold", LivenessPolicy(rule: .agreement(liveAbove: 0.5, spoofAbove: 1))),
    ("minimumFaceSize", LivenessPolicy(minimumFaceSize: -1)),
    ("minimumFaceSize", LivenessPolicy(minimumFaceSize: .infinity)),
    ("minimumFaceSize", LivenessPolicy(minimumFaceSize: .nan)),
    ("minimumDepthCoverage", LivenessPolicy(minimumDepthCoverage: -0.1)),
    ("minimumDepthCoverage", LivenessPolicy(minimumDepthCoverage: 1.1)),
    ("minimumDepthCoverage", LivenessPolicy(minimumDepthCoverage: .nan)),
    ("plausibleInterOcularDistance", LivenessPolicy(plausibleInterOcularDistance: -0.1...1)),
    ("largestMisalignment", LivenessPolicy(largestMisalignment: -0.1)),
    ("largestMisalignment", LivenessPolicy(largestMisalignment: .nan)),
  ])
  func `what lies beyond a range of a policy is refused by its name`(
    field: String, policy: LivenessPolicy
  ) {
    let error = #expect(throws: LivenessError.self) { try policy.validate() }
    guard case .policy(field, _, _) = error else {
      Issue.record("expected \(field), found \(String(describing: error))")
      return
    }
  }

  @Test func `of several units the one that leads to the middle explains a length`() {
    // The middle, between 0.04 and 0.09, is 0.06.
    let plausible = 0.04...0.09
    #expect(DepthUnitGuess.factor(from: 60, to: plausible) == 0.001)
    #expect(DepthUnitGuess.factor(from: 0.016, to: plausible) == 4)
    #expect(DepthUnitGuess.factor(from: 0.0075, to: plausible) == 8)
    #expect(DepthUnitGuess.factor(from: 0.0085, to: plausible) == 8)
    #expect(DepthUnitGuess.factor(from: 0.0045, to: 0.03...0.06) == 10)
    #expect(DepthUnitGuess.factor(from: 0.9, to: 0.1...0.3) == 0.25)
    #expect(DepthUnitGuess.factor(from: 0.02, to: plausible) == 4)
    #expect(DepthUnitGuess.factor(from: 0.5, to: 0.061...0.064) == 0.125)
    #expect(DepthUnitGuess.factor(from: 0.03, to: plausible) == nil)
  }
}
