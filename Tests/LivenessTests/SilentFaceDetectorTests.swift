import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

/// The silent detector with networks that always give the same logits.
struct SilentFaceDetectorTests {
  static let live = Result {
    try SilentFaceModel(SilentModelFile.constant("live", logits: [-3, 3, -2]).opened())
  }
  static let spoof = Result {
    try SilentFaceModel(SilentModelFile.constant("spoof", logits: [3, -3, 0]).opened())
  }

  private let box = FaceBox(x: 100, y: 100, width: 80, height: 100)

  private func image(channels: Int = 3, modality: Modality = .color) throws -> ImageFrame {
    try ImageFrame(
      width: 320, height: 300, channels: channels,
      pixels: [UInt8](repeating: 90, count: 320 * 300 * channels), modality: modality)
  }

  private func detector(
    _ models: [SilentFaceModel], _ policy: SilentFacePolicy = .standard,
    faces: (any FaceDetector)? = nil
  ) throws -> SilentFaceDetector {
    try SilentFaceDetector(models: models, policy: policy, faceDetector: faces)
  }

  private struct GivenFaces: FaceDetector {
    let boxes: [FaceBox]
    func faces(in image: ImageFrame, threads: Int) -> [DetectedFace] {
      boxes.map { DetectedFace(box: $0, score: 0.9) }
    }
  }

  private struct BrokenDetector: FaceDetector {
    struct Broken: Error {}
    func faces(in image: ImageFrame, threads: Int) throws -> [DetectedFace] { throw Broken() }
  }

  @Test func `one model says what it sees`() throws {
    let result = try detector([Self.live.get()]).detect(image(), face: box)
    #expect(result.decision == .live)
    #expect(result.reasons == [])
    #expect(result.face == box)
    let opinion = try #require(result.opinions.first)
    #expect(opinion.model == "live")
    #expect(opinion.cropBox == FaceBox(x: 32, y: 15, width: 217, height: 271))
    #expect(zip(opinion.finding?.logits ?? [], [-3, 3, -2]).allSatisfy { abs($0 - $1) < 1e-5 })
    let probability = try #require(result.liveProbability)
    #expect(abs(probability - 1 / (1 + 0.0024787522 + 0.0067379470)) < 1e-6)
    #expect(try detector([Self.spoof.get()]).detect(image(), face: box).decision == .spoof)
  }

  @Test func `Row 5.10: the policy's vote and threshold decide`() throws {
    let pair = [try Self.live.get(), try Self.spoof.get()]
    #expect(try detector(pair).detect(image(), face: box).decision == .live)
    for vote in [SilentFaceVote.majority, .minimum, .weightedMean(["spoof": 5])] {
      let result = try detector(pair, SilentFacePolicy(vote: vote)).detect(image(), face: box)
      #expect(result.decision == .spoof, "\(vote)")
    }
    let strict = SilentFacePolicy(rule: .liveAbove(0.999))
    #expect(try detector([pair[0]], strict).detect(image(), face: box).decision == .spoof)
    let between = SilentFacePolicy(rule: .agreement(liveAbove: 0.999, spoofAbove: 0.5))
    let result = try detector([pair[0]], between).detect(image(), face: box)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.betweenThresholds])
  }

  @Test func `Row 5.11: the near scales answer where the far one does not apply`() throws {
    let far = SilentModelFile.constant("far", logits: [5, -5, 5], scale: 4)
    var required = far
    required.crop = far.crop.replacing("clamp", with: "require")
    let models = [try Self.live.get(), try SilentFaceModel(required.opened())]
    let large = FaceBox(x: 110, y: 90, width: 100, height: 100)
    let result = try detector(models).detect(image(), face: large)
    #expect(result.decision == .live)
    #expect(result.opinions.map { $0.finding == nil } == [false, true])
    #expect(result.opinions[1].effectiveScale == 2.99)
    #expect(result.opinions[1].liveProbability == nil)
    let both = SilentFacePolicy(quorum: 2)
    let refused = try detector(models, both).detect(image(), face: large)
    #expect(refused.decision == .undetermined)
    #expect(refused.reasons == [.tooFewModels])
    #expect(refused.liveProbability == nil)
    let alone = try detector([models[1]]).detect(image(), face: large)
    #expect(alone.reasons == [.tooFewModels])
  }

  @Test func `without a model there is no answer`() throws {
    let result = try detector([]).detect(image(), face: box)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.noModel])
  }

  @Test func `a grey image is told and never live`() throws {
    let result = try detector([Self.live.get()]).detect(image(channels: 1), face: box)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.noColor])
  }

  @Test(arguments: [Modality.nearInfrared, .nearInfraredWithDots, .depth])
  func `three channels of invisible light are no colours, and never live`(
    modality: Modality
  ) throws {
    let invisible = try image(modality: modality)
    let all = SilentFacePolicy(faces: .all)
    for detector in [
      try detector([Self.live.get()]),
      try detector([Self.live.get()], all, faces: GivenFaces(boxes: [box])),
    ] {
      let result = try detector.detect(invisible, face: box)
      #expect(result.decision == .undetermined && result.reasons == [.noColor])
      #expect(try detector.results(for: invisible).map(\.reasons) == [[.noColor]])
    }
  }

  @Test(arguments: [
    (FaceBox(x: 100, y: 100, width: 63, height: 63), LivenessReason.faceTooSmall),
    (FaceBox(x: -20, y: 100, width: 80, height: 80), .faceCutOff),
    (FaceBox(x: 5000, y: 100, width: 80, height: 80), .faceCutOff),
    (FaceBox(x: 10, y: 10, width: 10, height: 200), .noFace),
    (FaceBox(x: 10, y: 10, width: 0, height: 200), .noFace),
    (FaceBox(x: .nan, y: 10, width: 100, height: 100), .noFace),
    (FaceBox(x: 1e300, y: 10, width: 1e300, height: 1e300), .faceCutOff),
  ])
  func `a box that no model can judge is told and never live`(
    box: FaceBox, reason: LivenessReason
  ) throws {
    let result = try detector([Self.live.get()]).detect(image(), face: box)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [reason])
    #expect(result.opinions.isEmpty)
  }

  @Test func `an image of one pixel is told and never live`() throws {
    let pixel = try ImageFrame(
      width: 1, height: 1, channels: 3, pixels: [9, 9, 9], modality: .color)
    let detector = try detector([Self.live.get()])
    let whole = try detector.detect(pixel, face: FaceBox(x: 0, y: 0, width: 1, height: 1))
    #expect(whole.reasons == [.faceTooSmall])
    #expect(try detector.detect(pixel).reasons == [.noFace])
    let anything = SilentFacePolicy(minimumFaceSize: 0)
    let tiny = try self.detector([Self.live.get()], anything).detect(
      pixel, face: FaceBox(x: 0, y: 0, width: 1, height: 1))
    #expect(tiny.opinions.first?.cropBox == FaceBox(x: 0, y: 0, width: 1, height: 1))
  }

  @Test func `the face detector is asked where no box is given`() throws {
    let model = try Self.live.get()
    #expect(try detector([model]).detect(image()).reasons == [.noFace])
    #expect(
      try detector([model], faces: GivenFaces(boxes: [])).detect(image()).reasons == [.noFace])
    let found = try detector([model], faces: GivenFaces(boxes: [box])).detect(image())
    #expect(found.decision == .live)
    #expect(found.face == box)
    let error = #expect(throws: LivenessError.self) {
      try detector([model], faces: BrokenDetector()).detect(image())
    }
    guard case .search = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `of several faces the largest is judged`() throws {
    let small = FaceBox(x: 10, y: 10, width: 66, height: 66)
    let faces = GivenFaces(boxes: [small, box, small])
    #expect(try detector([Self.live.get()], faces: faces).detect(image()).face == box)
    let refusing = SilentFacePolicy(faces: .refuse)
    let refused = try detector([Self.live.get()], refusing, faces: faces).detect(image())
    #expect(refused.decision == .undetermined)
    #expect(refused.reasons == [.severalFaces])
    let all = try detector([Self.live.get()], SilentFacePolicy(faces: .all), faces: faces)
    #expect(try all.results(for: image()).map(\.face) == [box, small, small])
  }

  @Test func `where all faces are judged the gravest counts, wherever it stands`() throws {
    let tiny = FaceBox(x: 10, y: 10, width: 40, height: 40)
    let policy = SilentFacePolicy(faces: .all)
    for boxes in [[box, tiny], [tiny, box]] {
      let detector = try detector([Self.live.get()], policy, faces: GivenFaces(boxes: boxes))
      #expect(try detector.results(for: image()).map(\.decision) == [.live, .undetermined])
      let result = try detector.detect(image())
      #expect(result.decision == .undetermined && result.reasons == [.faceTooSmall])
      #expect(result.face == tiny)
      #expect(try detector.detect(image(), face: box).decision == .live)
    }
    let alone = try detector([Self.live.get()], policy, faces: GivenFaces(boxes: [box]))
    #expect(try alone.detect(image()).decision == .live)
    let nobody = try detector([Self.live.get()], policy, faces: GivenFaces(boxes: []))
    #expect(try nobody.detect(image()).reasons == [.noFace])
  }

  @Test func `a quorum beyond the models is refused where there are any`() throws {
    let policy = SilentFacePolicy(quorum: 3)
    let pair = [try Self.live.get(), try Self.spoof.get()]
    let error = #expect(throws: LivenessError.self) { try detector(pair, policy) }
    guard case .policy("quorum", _, 3) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try detector([], policy).detect(image(), face: box).reasons == [.noModel])
  }

  @Test(arguments: [
    SilentFacePolicy(rule: .liveAbove(1)), SilentFacePolicy(quorum: 0),
    SilentFacePolicy(minimumFaceSize: -.infinity), SilentFacePolicy(minimumVisibleShare: 0.4),
    SilentFacePolicy(vote: .weightedMean(["live": -1])),
    SilentFacePolicy(vote: .weightedMean(["live": .nan])),
    SilentFacePolicy(vote: .weightedMean(["another": 1])),
  ])
  func `a policy out of range is refused`(policy: SilentFacePolicy) throws {
    let error = #expect(throws: LivenessError.self) { try detector([Self.live.get()], policy) }
    guard case .policy = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    ("\"resize\": \"linear\"", "\"resize\": \"nearest\"", "crop.resize"),
    ("\"scale_fit\": \"clamp\", ", "", "crop.scale_fit"),
    ("\"border\": \"shift\"", "\"border\": \"wrap\"", "crop.border"),
    ("\"scale\": 2.7", "\"scale\": 0", "crop.scale"),
    ("\"scale\": 2.7", "\"zoom\": 1, \"scale\": 2.7", "crop.zoom"),
  ])
  func `a model whose crop is not declared as it should be is refused`(
    part: String, replacement: String, path: String
  ) throws {
    var file = SilentModelFile.constant("odd", logits: [0, 1, 0])
    file.crop = file.crop.replacing(part, with: replacement)
    expect(file, isRefusedAt: path)
  }

  @Test(arguments: [
    #"{"kind": "range", "low": 0}"#, #"{"kind": "standardize"}"#, #"{"kind": "mean-std"}"#,
    #"{"kind": "mean-std", "mean": [0, 0, 0], "std": [1, 0, 1]}"#,
    #"{"kind": "range", "low": 0, "high": 255, "mean": 1}"#,
  ])
  func `a model without its preprocessing is refused`(normalization: String) throws {
    var file = SilentModelFile.constant("odd", logits: [0, 1, 0])
    file.normalization = normalization
    expect(file, isRefusedAt: "inputs[0].normalization")
  }

  @Test func `a model is refused that leaves its colours or its classes open`() throws {
    var file = SilentModelFile.constant("odd", logits: [0, 1, 0])
    file.content = ["grey"]
    expect(file, isRefusedAt: "inputs.image.content")
    file.content = ["blue", "green", "red"]
    file.classes = ["spoof", "spoof", "spoof"]
    expect(file, isRefusedAt: "output.classes")
    file.classes = ["spoof", "live"]
    expect(file, isRefusedAt: "output.classes")
    file.classes = ["spoof", "live", "spoof"]
    file.kind = "depth-fusion"
    expect(file, isRefusedAt: "kind")
  }

  @Test func `a model that does not give what it gave is refused`() throws {
    var file = SilentModelFile.constant("odd", logits: [0, 1, 0])
    file.tensors.tensors.removeLast()
    file.tensors.add("golden.output.logits", .init(shape: [1, 3], scalars: [0, 1, 0.1]))
    let error = #expect(throws: CheckpointError.self) { try SilentFaceModel(file.opened()) }
    guard case .golden(let name, 2, _, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(name == "golden.output.logits")
  }

  private func expect(
    _ file: SilentModelFile, isRefusedAt expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
      try SilentFaceModel(file.opened())
    }
    guard case .card(let path, _, _) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(path.hasPrefix(expected), sourceLocation: sourceLocation)
  }
}
