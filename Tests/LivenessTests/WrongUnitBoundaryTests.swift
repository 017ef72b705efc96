import LivenessFaces
import LivenessSensing
import Testing

@testable import Liveness

struct WrongUnitBoundaryTests {
  @Test func `the network is asked up to exactly three times the plausible range`() throws {
    var policy = LivenessPolicy(
      minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)
    let capture = try SyntheticCapture().capture()
    let plain = try FusionFile().detector(policy: policy).detect(capture)
    let distance = try #require(plain.faceDepth?.interOcularDistance)
    let (low, high) = (distance * 3, distance / 3)
    try #require(low / 3 == distance && high * 3 == distance)
    for range in [low...1000, 0...high] {
      policy.plausibleInterOcularDistance = range
      let found = try FusionFile().detector(policy: policy).detect(capture)
      #expect(found.reasons == [.implausibleScale] && found.liveProbability != nil)
    }
  }
}
