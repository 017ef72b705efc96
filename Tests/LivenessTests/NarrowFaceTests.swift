import LivenessFaces
import LivenessSensing
import Testing

@testable import Liveness

struct NarrowFaceTests {
  /// A near disk before a far wall, with noise for an image.
  private func capture(_ box: FaceBox) throws -> LivenessCapture {
    let synthetic = SyntheticCapture()
    let (width, height) = (synthetic.width, synthetic.height)
    let values = (0..<width * height).map { index -> Float in
      let (dx, dy) = (Double(index % width) - 150, Double(index / width) - 122)
      return dx * dx + dy * dy < 2500 ? 0.5 : 1.2
    }
    return LivenessCapture(
      depth: try DepthFrame(width: width, height: height, values: values),
      images: [try ImageFrame(width: width, height: height, pixels: synthetic.pixels())],
      registration: .aligned,
      faceBox: box)
  }

  @Test(arguments: [
    FaceBox(x: 148, y: 60, width: 4, height: 124), FaceBox(x: 88, y: 120, width: 124, height: 4),
  ])
  func `the outline is looked for at the larger side of a face`(box: FaceBox) throws {
    let detector = try FusionFile().detector(policy: LivenessPolicy(minimumFaceSize: 0))
    #expect(try detector.detect(capture(box)).misalignment != nil)
  }
}
