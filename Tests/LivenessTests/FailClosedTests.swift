import Liveness
import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

/// What a model that takes everything for a living face cannot make live.
struct FailClosedTests {
  /// Asks nothing of a capture that a policy may leave out.
  private static let lenient = LivenessPolicy(
    minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)

  @Test func `such a model makes a capture live that nothing speaks against`() throws {
    let result = try FusionFile().detector(policy: Self.lenient).detect(
      SyntheticCapture().capture())
    #expect(result.decision == .live)
    #expect(result.reasons == [])
    let spoof = try FusionFile(logits: [5, -5]).detector(policy: Self.lenient)
    #expect(try spoof.detect(SyntheticCapture().capture()).decision == .spoof)
  }

  @Test(arguments: [
    (SyntheticCapture(box: nil), LivenessReason.noFace),
    (SyntheticCapture(box: FaceBox(x: 100, y: 60, width: 40, height: 63)), .faceTooSmall),
    (SyntheticCapture(box: FaceBox(x: -11, y: 60, width: 100, height: 125)), .faceCutOff),
    (SyntheticCapture(modality: .color), .noImage),
    (SyntheticCapture(hole: { x, _ in x < 175 }), .insufficientDepth),
    (SyntheticCapture(hole: { _, _ in true }), .insufficientDepth),
    (SyntheticCapture(metresPerUnit: 1000), .implausibleScale),
    (SyntheticCapture(metresPerUnit: 2), .implausibleScale),
  ])
  func `a capture with a reason against it is undetermined`(
    synthetic: SyntheticCapture, reason: LivenessReason
  ) throws {
    let result = try FusionFile().detector().detect(synthetic.capture())
    #expect(result.decision == .undetermined)
    #expect(result.reasons.contains(reason))
  }

  @Test func `no policy makes a face without any depth a living one`() throws {
    let capture = try SyntheticCapture(hole: { _, _ in true }).capture()
    let result = try FusionFile().detector(policy: Self.lenient).detect(capture)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.insufficientDepth])
  }

  @Test func `the depth's camera tells the scale where the aligned image has none`() throws {
    let synthetic = SyntheticCapture(metresPerUnit: 1000)
    let capture = try synthetic.capture()
    let image = try ImageFrame(
      width: synthetic.width, height: synthetic.height, pixels: synthetic.pixels())
    let result = try FusionFile().detector().detect(
      LivenessCapture(
        depth: capture.depth, images: [image], registration: .aligned, faceBox: capture.faceBox))
    #expect(result.faceDepth?.interOcularDistance != nil)
    #expect(result.reasons == [.implausibleScale])
  }
}

struct DepthFusionFileTests {
  @Test(arguments: [(32, 1.1), (64, 1.1), (112, 1.3), (256, 0.5)])
  func `a crop unlike that of the key points changes nothing about them`(
    size: Int, scale: Double
  ) throws {
    let capture = try SyntheticCapture().capture()
    let result = try FusionFile(size: size, scale: scale).detector().detect(
      capture, keepingStages: true)
    #expect(result.keyPoints == (try LivenessDetector().detect(capture)).keyPoints)
    let stages = try #require(result.stages)
    #expect(stages.imageCrop.shape == [size, size])
    #expect(stages.heatmaps.shape == [1, size, size])
    for point in try #require(result.keyPoints).points.map(stages.crop.cropPoint) {
      let (x, y) = (Int(point.x.rounded()), Int(point.y.rounded()))
      guard x >= 0, x < size, y >= 0, y < size else { continue }
      #expect(stages.heatmaps[0, y, x] > 0.9)
    }
  }

  @Test(arguments: [
    FusionFile(size: 256, widths: [1024], features: 4096, hasParameters: false),
    FusionFile(widths: [1024, 1024, 1024], hasParameters: false),
    FusionFile(size: 256, widths: [512, 512], hasParameters: false),
    FusionFile(size: 32, features: 4096, headWidth: 4096, hasParameters: false),
  ])
  func `a network beyond the budget is refused before it is made`(file: FusionFile)
    throws
  {
    let error = #expect(throws: LivenessError.self) { try file.detector() }
    guard case .model(.card(path: "architecture", _, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a network within the budget whose parameters are missing is refused`() throws {
    let error = #expect(throws: LivenessError.self) {
      try FusionFile(hasParameters: false).detector()
    }
    guard case .model(.parameters(let problems)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problems.count == 18)
  }
}
