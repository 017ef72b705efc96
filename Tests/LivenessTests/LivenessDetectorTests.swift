import Liveness
import LivenessFaces
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

struct LivenessDetectorTests {
  private let detector: LivenessDetector

  init() throws {
    detector = try LivenessDetector()
  }

  private func reasons(_ synthetic: SyntheticCapture) throws -> [LivenessReason] {
    let result = try detector.detect(synthetic.capture())
    #expect(result.decision != .live)
    return result.reasons
  }

  @Test func `Row 1.47: a capture of nobody goes through every stage and is not live`() throws {
    let result = try detector.detect(SyntheticCapture().capture(), keepingStages: true)
    #expect(result.decision != .live)
    #expect(result.keyPoints?.points.count == 68)
    #expect((result.faceDepth?.coverage ?? 0) > 0.99)
    #expect(
      result.timings.entries.map(\.stage) == [
        "alignment", "misalignment", "crop", "keyPoints", "faceDepth", "geometry", "fusion",
      ])
    let probability = try #require(result.liveProbability)
    #expect((0...1).contains(probability))
    let stages = try #require(result.stages)
    #expect(stages.imageCrop.shape == [112, 112])
    #expect(stages.heatmaps.shape == [1, 112, 112])
    #expect(result.model.hasPrefix("depth-fusion "))
  }

  @Test func `Row 1.16: the key points lie within the square around the face`() throws {
    let result = try detector.detect(SyntheticCapture().capture(), keepingStages: true)
    let crop = try #require(result.stages?.crop)
    for point in try #require(result.keyPoints?.points) {
      #expect(point.x > crop.left - crop.side && point.x < crop.left + 2 * crop.side)
      #expect(point.y > crop.top - crop.side && point.y < crop.top + 2 * crop.side)
    }
  }

  @Test func `stages are kept only where they are asked for`() throws {
    #expect(try detector.detect(SyntheticCapture().capture()).stages == nil)
  }

  @Test func `Row 1.01: the same capture gives the same bits, whatever the number of threads`()
    throws
  {
    let capture = try SyntheticCapture().capture()
    let single = try LivenessDetector(threads: 1)
    let first = try detector.detect(capture)
    for _ in 0..<3 {
      for other in [try detector.detect(capture), try single.detect(capture)] {
        #expect(other.liveProbability?.bitPattern == first.liveProbability?.bitPattern)
        #expect(other.keyPoints == first.keyPoints)
      }
    }
  }

  @Test(arguments: [
    nil, FaceBox(x: 0, y: 0, width: 0, height: 10), FaceBox(x: .nan, y: 0, width: 90, height: 90),
    FaceBox(x: 10, y: 10, width: .infinity, height: 90),
    FaceBox(x: 10, y: 10, width: -90, height: 90),
  ])
  func `Row 1.16: without a usable box there is no face`(box: FaceBox?) throws {
    #expect(try reasons(SyntheticCapture(box: box)) == [.noFace])
  }

  @Test func `a small face is refused, and the policy says what is small`() throws {
    let small = SyntheticCapture(box: FaceBox(x: 100, y: 100, width: 50, height: 63.5))
    #expect(try reasons(small) == [.faceTooSmall])
    let lenient = try LivenessDetector(policy: LivenessPolicy(minimumFaceSize: 40))
    #expect(try !lenient.detect(small.capture()).reasons.contains(.faceTooSmall))
  }

  @Test(arguments: [
    FaceBox(x: -11, y: 60, width: 100, height: 125),
    FaceBox(x: 100, y: -13, width: 100, height: 125),
    FaceBox(x: 231, y: 60, width: 100, height: 125),
    FaceBox(x: 100, y: 128, width: 100, height: 125),
    FaceBox(x: -6, y: -7, width: 100, height: 125),
    FaceBox(x: 1e300, y: 60, width: 100, height: 125),
    FaceBox(x: 0, y: 0, width: 1e300, height: 125),
  ])
  func `a face that reaches over the border is cut off`(box: FaceBox) throws {
    #expect(try reasons(SyntheticCapture(box: box)) == [.faceCutOff])
  }

  @Test(arguments: [
    FaceBox(x: -10, y: 60, width: 100, height: 125),
    FaceBox(x: 100, y: -12.5, width: 100, height: 125),
    FaceBox(x: 230, y: 60, width: 100, height: 125),
    FaceBox(x: 100, y: 127.5, width: 100, height: 125),
  ])
  func `a tenth of a face may lie beyond the border, unless the policy says otherwise`(
    box: FaceBox
  ) throws {
    let capture = try SyntheticCapture(box: box).capture()
    #expect(try !LivenessDetector().detect(capture).reasons.contains(.faceCutOff))
    var policy = LivenessPolicy.standard
    policy.minimumVisibleShare = 1
    #expect(try LivenessDetector(policy: policy).detect(capture).reasons == [.faceCutOff])
    for share in [0.49, 1.01, .nan] {
      policy.minimumVisibleShare = share
      #expect(throws: LivenessError.self) { try LivenessDetector(policy: policy) }
    }
  }

  @Test func `the border does not matter where the frame is itself a crop`() throws {
    let box = FaceBox(x: -5, y: -5, width: 330, height: 250)
    #expect(try !reasons(SyntheticCapture(box: box, isCropped: true)).contains(.faceCutOff))
    let absurd = FaceBox(x: -1e6, y: 0, width: 2e6, height: 200)
    #expect(try reasons(SyntheticCapture(box: absurd, isCropped: true)) == [.faceCutOff])
  }

  @Test func `an image of another modality is no image`() throws {
    let thermal = Modality(rawValue: "long-wave")
    #expect(try reasons(SyntheticCapture(modality: thermal)) == [.noImage])
  }

  @Test func `a face without depth on more than half of it is refused unasked`() throws {
    let result = try detector.detect(SyntheticCapture(hole: { x, _ in x < 175 }).capture())
    #expect(result.decision == .undetermined)
    #expect(result.reasons.contains(.insufficientDepth))
    #expect(result.liveProbability == nil)
    let empty = try detector.detect(SyntheticCapture(hole: { _, _ in true }).capture())
    #expect(empty.reasons == [.insufficientDepth])
  }

  @Test(arguments: [1000, 0.001])
  func `a depth map in another unit is refused unasked`(metresPerUnit: Double) throws {
    let result = try detector.detect(SyntheticCapture(metresPerUnit: metresPerUnit).capture())
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.implausibleScale])
    #expect(result.liveProbability == nil)
  }

  @Test func `relative depth has no scale that could be wrong, nor does an unknown camera`() throws
  {
    let relative = try detector.detect(
      SyntheticCapture(metresPerUnit: 1000, scale: .relative).capture())
    #expect(!relative.reasons.contains(.implausibleScale))
    #expect(relative.liveProbability != nil)
  }

  @Test func `relative depth at another scale gives nearly the same probability`() throws {
    let one = try detector.detect(SyntheticCapture(scale: .relative).capture())
    let other = try detector.detect(
      SyntheticCapture(metresPerUnit: 64, scale: .relative).capture())
    let difference = try #require(one.liveProbability) - #require(other.liveProbability)
    #expect(abs(difference) < 1e-3)
  }

  @Test func `depth and image of different sizes that claim to be aligned are an error`() throws {
    let capture = try SyntheticCapture().capture()
    let small = try DepthFrame(width: 2, height: 1, values: [0.5, 0.5])
    let mismatched = LivenessCapture(
      depth: small, images: capture.images, registration: .aligned, faceBox: capture.faceBox)
    #expect(throws: LivenessError.self) { try detector.detect(mismatched) }
  }

  @Test func `a depth camera beside the image's gives the same face`() throws {
    let capture = try SyntheticCapture().capture()
    let registered = LivenessCapture(
      depth: capture.depth, images: capture.images, registration: .depthToImage(.identity),
      faceBox: capture.faceBox)
    let result = try detector.detect(registered)
    #expect(result.keyPoints == (try detector.detect(capture)).keyPoints)
    #expect((result.faceDepth?.coverage ?? 0) > 0.99)
  }

  @Test func `a policy out of range is refused before any capture is judged`() {
    #expect(throws: LivenessError.self) {
      try LivenessDetector(policy: LivenessPolicy(threshold: 1.5))
    }
  }

  @Test func `a model file that is none is an error that says so`() {
    #expect(throws: LivenessError.self) { try LivenessDetector(modelAt: "/dev/null") }
    #expect(throws: LivenessError.self) { try LivenessDetector(modelAt: "/no/such/file") }
  }

  @Test func `the key-point model is not taken for a fusion model`() {
    let path = Goldens.path("../../Weights/key-points-74.safetensors")
    #expect(throws: LivenessError.self) { try LivenessDetector(modelAt: path) }
  }

  @Test func `the file of the embedded model gives what the embedded model gives`() throws {
    let path = Goldens.path("../../Weights/depth-fusion.safetensors")
    let capture = try SyntheticCapture().capture()
    let fromFile = try LivenessDetector(modelAt: path).detect(capture)
    #expect(fromFile.liveProbability == (try detector.detect(capture)).liveProbability)
  }
}

struct LivenessResultTests {
  @Test func `no pixel of a face gets into a message`() throws {
    let capture = try SyntheticCapture().capture()
    let result = try LivenessDetector().detect(capture, keepingStages: true)
    for text in ["\(result)", String(reflecting: result), "\(capture)"] {
      #expect(text.count < 20_000)
    }
    var dumped = ""
    dump(result, to: &dumped)
    #expect(dumped.count < 40_000)
  }
}
