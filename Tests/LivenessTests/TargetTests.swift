import Liveness
import LivenessFaces
import LivenessSensing
import LivenessTensors
import Testing

/// Finds what it was told to find.
struct FixedDetector: FaceDetector {
  var boxes: [FaceBox] = []

  func faces(in image: ImageFrame, threads: Int) -> [DetectedFace] {
    boxes.enumerated().map { DetectedFace(box: $1, score: 1 / Double($0 + 1)) }
  }
}

/// Finds the brightest spot of an image: a target that is no face.
private struct SpotDetector: FaceDetector {
  func faces(in image: ImageFrame, threads: Int) -> [DetectedFace] {
    let pixels = image.pixels
    let bright = pixels.indices.filter { pixels[$0] > 230 }
    let (xs, ys) = (bright.map { $0 % image.width }, bright.map { $0 / image.width })
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else { return [] }
    let box = FaceBox(
      x: Double(left), y: Double(top), width: Double(right - left + 1),
      height: Double(bottom - top + 1))
    return [DetectedFace(box: box, score: 1)]
  }
}

/// Marks the four corners and the middle of a box, which are no parts of a face.
private struct CornerFinder: KeyPointFinder {
  var groups: [FaceKeyPoints.Group: [SIMD2<Double>]] = [:]
  var isBlind = false

  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) -> FaceKeyPoints? {
    if isBlind { return nil }
    let (left, top) = (box.x, box.y)
    let (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
    let corners = [
      SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom),
    ]
    return FaceKeyPoints(
      groups: groups, others: corners + [SIMD2((left + right) / 2, (top + bottom) / 2)],
      outline: corners)
  }
}

private struct Broken: FaceDetector, KeyPointFinder {
  struct Failure: Error, CustomStringConvertible { let description = "the lens is covered" }

  func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace] { throw Failure() }
  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) throws -> FaceKeyPoints? {
    throw Failure()
  }
}

struct TargetTests {
  /// A bright square in front of a dark wall, as depth and image.
  private func spot() throws -> LivenessCapture {
    let (width, height) = (200, 160)
    let isSpot = { (index: Int) in
      (60..<140).contains(index % width) && (40..<120).contains(index / width)
    }
    let indices = 0..<width * height
    return LivenessCapture(
      depth: try DepthFrame(
        width: width, height: height, values: indices.map { isSpot($0) ? 0.5 : 1.2 }),
      images: [
        try ImageFrame(
          width: width, height: height,
          pixels: indices.map { isSpot($0) ? UInt8(240) : UInt8(20 + $0 % 7) })
      ])
  }

  @Test func `Row 1.02: a target that is no face plugs in by a detector and a finder`() throws {
    let detector = try FusionFile().detector(faces: SpotDetector(), keyPoints: CornerFinder())
    let result = try detector.detect(spot(), keepingStages: true)
    #expect(result.face == FaceBox(x: 60, y: 40, width: 80, height: 80))
    #expect(result.keyPoints?.points.count == 5 && result.keyPoints?.groups == [])
    #expect(result.faceDepth?.coverage == 1 && result.faceDepth?.interOcularDistance == nil)
    #expect(result.decision == .live && result.reasons == [])
    #expect(result.timings.entries.first?.stage == "detection")
    let heat = try #require(result.stages?.heatmaps)
    #expect(heat.scalars.max().map { $0 > 0.5 } == true)
  }

  @Test func `Row 1.02: where the target is not found there is no answer`() throws {
    let blind = try FusionFile().detector(
      faces: SpotDetector(), keyPoints: CornerFinder(isBlind: true))
    #expect(try blind.detect(spot()).reasons == [.noKeyPoints])
    let nothing = try FusionFile().detector(faces: FixedDetector())
    #expect(try nothing.detect(spot()).reasons == [.noFace])
    #expect(try FusionFile().detector().detect(spot()).reasons == [.noFace])
    let nowhere = FixedDetector(boxes: [FaceBox(x: .nan, y: 0, width: 90, height: 90)])
    #expect(try FusionFile().detector(faces: nowhere).detect(spot()).reasons == [.noFace])
  }

  @Test func `a detector or finder that fails is an error and no missing face`() throws {
    let message = "the image could not be searched for faces: the lens is covered"
    for detector in [
      try FusionFile().detector(faces: Broken()),
      try FusionFile().detector(faces: SpotDetector(), keyPoints: Broken()),
    ] {
      let error = #expect(throws: LivenessError.self) { try detector.detect(spot()) }
      #expect(error?.description == message)
    }
  }

  @Test func `Row 1.17: a model that needs a part of a face refuses points without it`() throws {
    let nose: [FaceKeyPoints.Group: [SIMD2<Double>]] = [.nose: [SIMD2(100, 80)]]
    let finder = CornerFinder(groups: nose)
    let needing = try FusionFile(planes: 7).detector(faces: SpotDetector(), keyPoints: finder)
    let error = #expect(throws: LivenessError.self) { try needing.detect(spot()) }
    #expect(
      error?.description
        == "the model expected key points of eyeContours, canthi, pupils, brows, mouth, "
        + "faceContour, found none of these")
    let content = try FusionFile().detector(faces: SpotDetector(), keyPoints: finder)
    #expect(try content.detect(spot()).keyPoints?[.nose] == [SIMD2(100, 80)])
  }
}

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
      images: [try ImageFrame(width: width, height: height, pixels: synthetic.pixels())])
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
        depth: plain.depth, images: plain.images, faceBox: plain.faceBox, timeSkew: skew)
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
