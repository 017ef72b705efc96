import LivenessFaces
import LivenessSensing
import Synchronization
import Testing

@testable import Liveness

/// Does what a test says before it finds what it always finds, and counts how often it is asked.
private final class ScriptedSearch: FaceDetector, KeyPointFinder {
  private let act: @Sendable () throws -> Void
  private let asked = Mutex(0)

  init(_ act: @escaping @Sendable () throws -> Void = {}) { self.act = act }

  var calls: Int { asked.withLock { $0 } }

  func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace] {
    asked.withLock { $0 += 1 }
    try act()
    return [DetectedFace(box: FaceBox(x: 100, y: 60, width: 100, height: 125), score: 1)]
  }

  func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) throws -> FaceKeyPoints? {
    asked.withLock { $0 += 1 }
    try act()
    let corners = [SIMD2(100.0, 60), SIMD2(199, 60), SIMD2(199, 184), SIMD2(100, 184)]
    return FaceKeyPoints(groups: [:], others: corners, outline: corners)
  }
}

private func cancelThisTask() { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }

private func wait(_ duration: Duration) {
  let start = ContinuousClock.now
  while ContinuousClock.now - start < duration {}
}

/// Where a stage fails, is cancelled or takes too long.
struct ErrorPathTests {
  private static let lenient = LivenessPolicy(
    minimumFaceSize: 0, minimumDepthCoverage: 0, plausibleInterOcularDistance: 0...1000)

  private func detect(
    _ synthetic: SyntheticCapture = SyntheticCapture(box: nil), policy: LivenessPolicy = lenient,
    faces: ScriptedSearch = ScriptedSearch(), keyPoints: ScriptedSearch = ScriptedSearch()
  ) throws -> LivenessResult {
    try FusionFile().detector(policy: policy, faces: faces, keyPoints: keyPoints)
      .detect(synthetic.capture())
  }

  @Test func `a face that the capture names is not looked for`() throws {
    let faces = ScriptedSearch()
    let result = try detect(SyntheticCapture(), faces: faces)
    #expect(result.decision == .live && faces.calls == 0)
  }

  @Test func `a search that is cancelled has not failed`() {
    let cancelled = ScriptedSearch { throw CancellationError() }
    #expect(throws: CancellationError.self) { try detect(faces: cancelled) }
    #expect(throws: CancellationError.self) { try detect(keyPoints: cancelled) }
  }

  @Test func `a cancelled task looks for no face`() async {
    let faces = ScriptedSearch()
    let task = Task {
      cancelThisTask()
      return try detect(faces: faces)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(faces.calls == 0)
  }

  @Test func `a task that is cancelled in a stage begins no other`() async {
    let keyPoints = ScriptedSearch()
    let task = Task { try detect(faces: ScriptedSearch(cancelThisTask), keyPoints: keyPoints) }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(keyPoints.calls == 0)
  }

  @Test func `a task that is cancelled gets no reason why there is no answer`() async throws {
    let needing = try FusionFile().detector(
      policy: LivenessPolicy(minimumFaceSize: 1000), faces: ScriptedSearch(cancelThisTask))
    let capture = try SyntheticCapture(box: nil).capture()
    let task = Task { try needing.detect(capture) }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `a detector that takes too long is followed by no stage`() throws {
    var policy = Self.lenient
    policy.latencyBudget = .milliseconds(1)
    let late = try detect(policy: policy, faces: ScriptedSearch { wait(.milliseconds(2)) })
    #expect(late.timings.entries.map(\.stage) == ["detection"])
    #expect(late.reasons == [.latencyBudgetExceeded])
  }

  @Test func `a finder that takes too long is not followed by the network`() throws {
    var policy = Self.lenient
    policy.latencyBudget = .milliseconds(200)
    let late = try detect(policy: policy, keyPoints: ScriptedSearch { wait(.milliseconds(200)) })
    #expect(!late.timings.entries.contains { $0.stage == "fusion" })
    #expect(late.reasons == [.latencyBudgetExceeded])
  }

  @Test func `all faces of a capture share the time that the policy allows`() throws {
    var policy = Self.lenient
    policy.faces = .all
    policy.latencyBudget = .milliseconds(500)
    let boxes = [
      FaceBox(x: 10, y: 60, width: 90, height: 110),
      FaceBox(x: 180, y: 60, width: 100, height: 110),
    ]
    let keyPoints = ScriptedSearch { wait(.milliseconds(300)) }
    let results = try FusionFile().detector(
      policy: policy, faces: FixedDetector(boxes: boxes), keyPoints: keyPoints
    ).results(for: SyntheticCapture(box: nil).capture())
    #expect(results.compactMap(\.face) == boxes)
    #expect(results[1].reasons == [.latencyBudgetExceeded] && results[1].decision != .live)
    #expect(!results[1].timings.entries.contains { $0.stage == "fusion" })
  }

  /// The budget is set again and again so that it should end within the crop.
  @Test func `a crop that takes too long is followed by no search for key points`() throws {
    let capture = try SyntheticCapture().capture()
    let file = FusionFile(size: 256)
    let patient = try file.detector(policy: Self.lenient, keyPoints: ScriptedSearch())
    let isMet = try (0..<400).contains { _ in
      let stages = try patient.detect(capture).timings.entries
      let crop = try #require(stages.firstIndex { $0.stage == "crop" })
      let before = stages[..<crop].reduce(0) { $0 + $1.milliseconds }
      var policy = Self.lenient
      policy.latencyBudget = .nanoseconds(Int64((before + stages[crop].milliseconds / 2) * 1e6))
      let late = try file.detector(policy: policy, keyPoints: ScriptedSearch()).detect(capture)
      return late.timings.entries.last?.stage == "crop"
    }
    #expect(isMet)
  }

  @Test func `depth of another size is told with both sizes`() throws {
    let capture = try SyntheticCapture().capture()
    let mismatched = LivenessCapture(
      depth: try DepthFrame(width: 2, height: 1, values: [0.5, 0.5]), images: capture.images,
      registration: .aligned,
      faceBox: capture.faceBox)
    let detector = try FusionFile().detector()
    let error = #expect(throws: LivenessError.self) { try detector.detect(mismatched) }
    guard case .alignment(.size) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    ("latencyBudget", Duration.zero, Duration.zero),
    ("largestTimeSkew", .milliseconds(-1), .seconds(1)),
  ])
  func `a time that cannot be is refused by its name`(
    field: String, skew: Duration, budget: Duration
  ) {
    var policy = LivenessPolicy()
    (policy.largestTimeSkew, policy.latencyBudget) = (skew, budget)
    let error = #expect(throws: LivenessError.self) { try policy.validate() }
    guard case .policy(field, _, _) = error else {
      Issue.record("expected \(field), found \(String(describing: error))")
      return
    }
  }

  @Test func `a model that does not say what it was trained on is named`() {
    let required = LivenessPolicy(trainingRange: .required)
    let error = #expect(throws: LivenessError.self) {
      try FusionFile().detector(policy: required)
    }
    guard case .noInputStatistics = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test func `a policy file's model has a title and classes alone`() {
    let text =
      #"{"format": "liveness-policy/1", "comparator": ">", "rule": {"live_above": 0.5}, "#
      + #""model": {"title": "m", "classes": ["live", "spoof"], "sha256": "ab"}}"#
    let error = #expect(throws: LivenessError.self) {
      try LivenessPolicy(parsing: Array(text.utf8))
    }
    #expect(error?.description.contains("model.sha256") == true)
  }
}
