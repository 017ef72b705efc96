import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

/// Captures without any image: the depth map is drawn as a picture, which takes the image's place.
struct DepthAloneTests {
  private let detector: LivenessDetector

  init() throws { detector = try LivenessDetector() }

  private func depthAlone(
    _ synthetic: SyntheticCapture = SyntheticCapture(),
    registration: LivenessCapture.Registration = .aligned
  ) throws -> LivenessCapture {
    let capture = try synthetic.capture()
    return LivenessCapture(
      depth: capture.depth, images: [], registration: registration, faceBox: capture.faceBox)
  }

  @Test func `depth alone is judged by the embedded models`() throws {
    let result = try detector.detect(depthAlone(), keepingStages: true)
    let probability = try #require(result.liveProbability)
    #expect((0...1).contains(probability))
    #expect(!result.reasons.contains(.noImage))
    let stages = try #require(result.stages)
    #expect(stages.aligned.image.modality == .depth)
    #expect(result.keyPoints?.points.count == FaceKeyPoints.count)
  }

  @Test func `what the picture shows is the relief of the face`() throws {
    let result = try detector.detect(depthAlone(), keepingStages: true)
    let stages = try #require(result.stages)
    // The bulge of the synthetic capture is nearest at (150, 122), and grows away from there.
    let middle = stages.imageCrop[56, 56]
    #expect(middle >= stages.imageCrop[5, 5])
    #expect(abs(middle - 0.5) < 0.1)
  }

  @Test func `where other cameras stand makes no difference to depth alone`() throws {
    let shift = try RigidTransform(
      rotation: RigidTransform.identity.rotation, translation: SIMD3(0.05, 0, 0))
    let apart = try detector.detect(depthAlone(registration: .depthToImage(shift)))
    #expect(apart.liveProbability == (try detector.detect(depthAlone())).liveProbability)
  }

  @Test func `relative depth gives the same answer at any scale`() throws {
    let one = try detector.detect(depthAlone(SyntheticCapture(scale: .relative)))
    let other = try detector.detect(
      depthAlone(SyntheticCapture(metresPerUnit: 40, scale: .relative)))
    let (a, b) = (try #require(one.liveProbability), try #require(other.liveProbability))
    #expect(abs(a - b) < 0.02)
  }

  @Test func `a policy can demand an image, whatever the models know`() throws {
    var policy = LivenessPolicy.standard
    policy.requiresImage = true
    let strict = try LivenessDetector(policy: policy)
    let result = try strict.detect(depthAlone())
    #expect(result.decision == .undetermined && result.reasons == [.noImage])
    #expect(result.liveProbability == nil)
    #expect(try strict.detect(SyntheticCapture().capture()).liveProbability != nil)
  }

  @Test func `a picture of depth does not pass for an image`() throws {
    let capture = try SyntheticCapture(modality: .depth).capture()
    #expect(capture.images.map(\.modality) == [.depth])
    let result = try detector.detect(capture)
    #expect(result.decision == .undetermined && result.reasons == [.noImage])
  }

  @Test func `depth alone needs a face box`() throws {
    let result = try detector.detect(depthAlone(SyntheticCapture(box: nil)))
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.noFace])
  }

  @Test func `depth alone without any depth is not live`() throws {
    let result = try detector.detect(depthAlone(SyntheticCapture(hole: { _, _ in true })))
    #expect(result.decision == .undetermined)
    #expect(result.reasons.contains(.insufficientDepth))
  }

  @Test func `a model that knows no pictures of depth needs an image`() throws {
    let model = try FusionFile().detector()
    #expect(try model.detect(depthAlone()).reasons == [.noImage])
  }

  @Test func `of several images the first of the model's modalities is taken`() throws {
    let (color, infrared) = (
      try SyntheticCapture(modality: .color).capture(), try SyntheticCapture().capture()
    )
    let both = LivenessCapture(
      depth: infrared.depth, images: color.images + infrared.images, registration: .aligned,
      faceBox: infrared.faceBox)
    let result = try detector.detect(both, keepingStages: true)
    #expect(result.stages?.aligned.image.modality == .nearInfrared)
  }
}
