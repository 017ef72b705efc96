import LivenessFaces
import Testing

@testable import Liveness

struct ExplanationTests {
  private static let lenient = LivenessPolicy(plausibleInterOcularDistance: 0...1000)

  private func explanation(_ file: FusionFile) throws -> LivenessExplanation {
    let detector = try file.detector(policy: Self.lenient)
    let result = try detector.detect(SyntheticCapture().capture(), keepingStages: true)
    return try #require(try detector.explaining(result).explanation)
  }

  @Test func `what looks at nothing hangs on nothing`() throws {
    let found = try explanation(FusionFile())
    let both = found.liveProbability
    #expect([found.depthAlone, found.imageAlone, found.neither] == [both, both, both])
    #expect(found.carrier == .each)
    #expect(found.depthHidden == [Double](repeating: both, count: 64))
    #expect(found.imageHidden == found.depthHidden)
  }

  @Test(arguments: ["depth_branch", "image_branch"])
  func `only what a network looks at changes its answer`(branch: String) throws {
    let found = try explanation(FusionFile(logits: [0.1, 0], seeing: branch))
    let isDepth = branch == "depth_branch"
    let both = found.liveProbability
    let (seen, unseen) =
      isDepth ? (found.depthHidden, found.imageHidden) : (found.imageHidden, found.depthHidden)
    #expect(unseen.allSatisfy { $0 == both })
    #expect(seen.contains { $0 != both })
    #expect((isDepth ? found.depthAlone : found.imageAlone) == both)
    #expect((isDepth ? found.imageAlone : found.depthAlone) == found.neither)
    #expect(found.neither != both)
  }

  @Test func `the same result is explained the same to the bit`() throws {
    let file = FusionFile(logits: [0.1, 0], seeing: "image_branch")
    #expect(try explanation(file) == explanation(file))
  }

  @Test func `a result without stages or answer is not explained`() throws {
    let detector = try FusionFile().detector(policy: Self.lenient)
    let plain = try detector.detect(SyntheticCapture().capture())
    #expect(try detector.explaining(plain).explanation == nil)
    let faceless = try detector.detect(
      SyntheticCapture(box: nil).capture(), keepingStages: true)
    #expect(try detector.explaining(faceless).explanation == nil)
  }
}

extension ExplanationTests {
  @Test(arguments: [FusionFile(size: 48), FusionFile(planes: 7)])
  func `what a model of other extents saw is not explained`(other: FusionFile) throws {
    let (one, another) = (
      try FusionFile().detector(policy: Self.lenient), try other.detector(policy: Self.lenient)
    )
    let result = try one.detect(SyntheticCapture().capture(), keepingStages: true)
    #expect(try one.explaining(result).explanation != nil)
    #expect(try another.explaining(result).explanation == nil)
  }
}

struct CarrierTests {
  @Test func `an input carries what it alone decides`() {
    let table: [(LivenessDecision, LivenessDecision, LivenessExplanation.Carrier)] = [
      (.live, .spoof, .depth), (.spoof, .live, .image), (.live, .live, .each),
      (.spoof, .undetermined, .together),
    ]
    for (depth, image, carrier) in table {
      #expect(
        LivenessExplanation.Carrier(both: .live, depth: depth, image: image) == carrier)
    }
  }
}
