import LivenessFaces
import LivenessSensing
import Testing

@testable import Liveness

struct FaceChoiceTests {
  private let near = FaceBox(x: 20, y: 40, width: 70, height: 80)
  private let large = FaceBox(x: 150, y: 60, width: 100, height: 110)

  /// Two sheets: a small one near, a large one far.
  private func capture(hole: FaceBox? = nil) throws -> LivenessCapture {
    let synthetic = SyntheticCapture()
    let (width, height) = (synthetic.width, synthetic.height)
    let values = (0..<width * height).map { index -> Float in
      let (x, y) = (Double(index % width), Double(index / width))
      if let hole, (hole.x..<hole.x + hole.width).contains(x),
        (hole.y..<hole.y + hole.height).contains(y)
      {
        return .nan
      }
      return x < 120 ? 0.4 : 0.6
    }
    return LivenessCapture(
      depth: try DepthFrame(width: width, height: height, values: values),
      images: [try ImageFrame(width: width, height: height, pixels: synthetic.pixels())],
      registration: .aligned)
  }

  private func results(
    _ choice: FaceChoice, hole: FaceBox? = nil, boxes: [FaceBox]? = nil
  ) throws -> [LivenessResult] {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.faces = choice
    let detector = try FusionFile().detector(
      policy: policy, faces: FixedDetector(boxes: boxes ?? [near, large]))
    return try detector.results(for: capture(hole: hole))
  }

  @Test func `Row 1.52: the policy says which of several faces is judged`() throws {
    #expect(try results(.largest).map(\.face) == [large])
    #expect(try results(.nearest).map(\.face) == [near])
    #expect(try results(.all).map(\.face) == [near, large])
    let refused = try results(.refuse)
    #expect(refused.map(\.reasons) == [[.severalFaces]] && refused[0].decision == .undetermined)
  }

  @Test(arguments: FaceChoice.allCases)
  func `one face is judged whatever the policy says`(choice: FaceChoice) throws {
    #expect(try results(choice, boxes: [large]).map(\.face) == [large])
    #expect(try results(choice, boxes: []).map(\.reasons) == [[.noFace]])
  }

  @Test func `a face without depth could be the nearest, and is no answer`() throws {
    let hidden = try results(.nearest, hole: large)
    #expect(hidden.map(\.face) == [large] && hidden[0].decision == .undetermined)
  }

  @Test func `of equally large faces the surest is judged`() throws {
    let other = FaceBox(x: 10, y: 100, width: 110, height: 100)
    #expect(try results(.largest, boxes: [other, large]).map(\.face) == [other])
  }

  @Test func `all faces together are as the gravest of them`() throws {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.faces = .all
    let detector = try FusionFile().detector(
      policy: policy, faces: FixedDetector(boxes: [near, large]))
    #expect(try detector.detect(capture()).decision == .live)
    let hidden = try detector.detect(capture(hole: large))
    #expect(hidden.decision == .undetermined && hidden.face == large)
    #expect(try detector.results(for: capture(hole: large)).map(\.decision).first == .live)
  }
}

struct DemandTests {
  @Test func `frames taken too far apart are no answer`() throws {
    let plain = try SyntheticCapture().capture()
    let capture = { (skew: Duration?) in
      LivenessCapture(
        depth: plain.depth, images: plain.images, registration: .aligned, faceBox: plain.faceBox,
        depthTime: .seconds(5), imageTime: skew.map { .seconds(5) - $0 })
    }
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.largestTimeSkew = .milliseconds(10)
    let detector = try FusionFile().detector(policy: policy)
    #expect(try detector.detect(capture(nil)).decision == .live)
    #expect(try detector.detect(capture(.milliseconds(10))).decision == .live)
    let late = try detector.detect(capture(.microseconds(10_001)))
    #expect(late.decision == .undetermined && late.reasons == [.framesNotSimultaneous])
    #expect(late.liveProbability == nil)
  }

  @Test func `Row 1.52: what takes longer than the policy allows is not live`() throws {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.latencyBudget = .nanoseconds(1)
    let late = try FusionFile().detector(policy: policy).detect(SyntheticCapture().capture())
    #expect(late.decision == .undetermined && late.reasons == [.latencyBudgetExceeded])
    // No stage begins after the first that used the time up.
    #expect(late.timings.entries.count <= 2 && late.liveProbability == nil)
    policy.latencyBudget = .seconds(3600)
    let patient = try FusionFile().detector(policy: policy).detect(SyntheticCapture().capture())
    #expect(patient.decision == .live)
  }

  @Test func `a time that cannot be is refused`() {
    var budget = LivenessPolicy()
    budget.latencyBudget = .zero
    var skew = LivenessPolicy()
    skew.largestTimeSkew = .milliseconds(-1)
    for policy in [budget, skew] {
      #expect(throws: LivenessError.self) { try LivenessDetector(policy: policy) }
    }
  }
}
