import LivenessSensing
import Testing

@testable import Liveness

struct TimeSkewTests {
  @Test(arguments: [(5000, 5040, 40), (5040, 5000, 40), (5000, 5000, 0)])
  func `the skew is the time between the frames, whichever came first`(
    depth: Int, image: Int, skew: Int
  ) throws {
    let plain = try SyntheticCapture().capture()
    let capture = LivenessCapture(
      depth: plain.depth, images: plain.images, registration: .aligned, faceBox: plain.faceBox,
      depthTime: .milliseconds(depth), imageTime: .milliseconds(image))
    #expect(capture.timeSkew == .milliseconds(skew))
    let result = try FusionFile().detector().detect(capture)
    #expect(result.reasons.contains(.framesNotSimultaneous) == (skew > 33))
  }
}
