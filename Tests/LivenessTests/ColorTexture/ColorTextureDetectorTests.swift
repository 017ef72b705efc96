import LivenessFaces
import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

struct ColorTextureDetectorTests {
  private let path = Goldens.path("colortexture/model.safetensors")

  /// A recorded picture of the model's golden vector as a frame: 0 is living, 1 an attack.
  private func frame(_ index: Int) throws -> ImageFrame {
    let images = try #require(try ModelFile(at: path).golden.inputs["image"])
    let plane = 64 * 64
    let pixels = (0..<plane).flatMap { pixel in
      (0..<3).map { UInt8(images.scalars[(3 * index + $0) * plane + pixel]) }
    }
    return try ImageFrame(width: 64, height: 64, channels: 3, pixels: pixels, modality: .color)
  }

  /// The box whose crop is the whole frame.
  private let whole = FaceBox(x: 32 - 32 / 1.1, y: 32 - 32 / 1.1, width: 64 / 1.1, height: 64 / 1.1)

  private func detector(
    _ policy: ColorTextureDetector.Policy = .init(minimumFaceSize: 32)
  ) throws -> ColorTextureDetector {
    try ColorTextureDetector(modelAt: path, policy: policy)
  }

  @Test func `Row 5.22: the two recorded pictures are told apart without a neural network`() throws
  {
    let golden = try SafetensorsFile(at: Goldens.path("colortexture/texture.safetensors"))
    let expected = try golden.tensor("sklearn.probability").scalars
    for (index, decision) in [LivenessDecision.live, .spoof].enumerated() {
      let result = try detector().detect(frame(index), face: whole)
      #expect(result.decision == decision)
      let probability = try #require(result.liveProbability)
      #expect(abs(probability - Double(expected[index])) < 1e-3)
      #expect(result.reasons.isEmpty)
    }
  }

  @Test func `what cannot be judged is never live and says why`() throws {
    let live = try frame(0)
    let grey = try ImageFrame(
      width: 64, height: 64, pixels: [UInt8](repeating: 9, count: 4096), modality: .color)
    let infrared = try ImageFrame(
      width: 64, height: 64, channels: 3, pixels: [UInt8](repeating: 9, count: 12288),
      modality: .nearInfrared)
    let cases: [(ImageFrame, FaceBox?, [LivenessReason])] = [
      (live, nil, [.noFace]),
      (live, FaceBox(x: 0, y: 0, width: .nan, height: 40), [.noFace]),
      (live, FaceBox(x: 10, y: 10, width: 0, height: 40), [.noFace]),
      (live, FaceBox(x: 10, y: 10, width: 20, height: 30), [.faceTooSmall]),
      (live, FaceBox(x: 40, y: 10, width: 40, height: 40), [.faceCutOff]),
      (grey, whole, [.noColor]), (infrared, whole, [.noColor]),
    ]
    for (image, face, reasons) in cases {
      let result = try detector().detect(image, face: face)
      #expect(result.decision == .undetermined)
      #expect(result.reasons == reasons)
      #expect(result.liveProbability == nil)
    }
  }

  @Test func `a cancelled task is told so`() async throws {
    let (detector, live) = (try detector(), try frame(0))
    let task = Task { [whole] in
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try detector.detect(live, face: whole)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `a rule that leaves a gap answers between its thresholds with a reason`() throws {
    let rule = DecisionRule.agreement(liveAbove: 0.9999, spoofAbove: 0.9999)
    let result = try detector(.init(rule: rule, minimumFaceSize: 0)).detect(frame(0), face: whole)
    #expect(result.decision == .undetermined)
    #expect(result.reasons == [.betweenThresholds])
  }

  @Test func `a face at the very border of a large frame is cut out of what is there`() throws {
    let image = try ImageFrame(
      width: 400, height: 90, channels: 3,
      pixels: (0..<400 * 90 * 3).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) },
      modality: .color)
    for face in [
      FaceBox(x: 0, y: 0, width: 90, height: 90), FaceBox(x: 310, y: 0, width: 90, height: 90),
    ] {
      #expect(try detector().detect(image, face: face).liveProbability != nil)
    }
  }

  @Test func `policies and files that make no sense are refused`() throws {
    #expect(throws: LivenessError.self) { try detector(.init(rule: .liveAbove(1))) }
    #expect(throws: LivenessError.self) { try detector(.init(minimumFaceSize: .nan)) }
    #expect(throws: LivenessError.self) { try ColorTextureDetector(modelAt: "/nowhere") }
    let file = try ModelFile(at: path)
    let text = try #require(file.file.metadata[ModelCard.metadataKey])
    for (old, new) in [
      ("color-texture\"", "color-textures\""), ("[1,2,3]", "[1,2]"), ("[1,2,3]", "[1,2,32]"),
      ("\"lpq_window\":7", "\"lpq_window\":8"), ("\"live\"]", "\"alive\"]"),
      ("\"red\",\"green\"", "\"green\",\"red\""), ("\"high\":255", "\"high\":1"),
    ] {
      #expect(text.contains(old), "\(old) is not in the card, so that this tests nothing")
      var changed = WeightFile()
      for entry in file.file.entries {
        changed.add(entry.name, try file.file.tensor(entry.name))
      }
      changed.metadata = [(ModelCard.metadataKey, replacing(old, by: new, in: text))]
      #expect(throws: CheckpointError.self, "\(new)") {
        try ColorTextureModel(ModelFile(SafetensorsFile(bytes: changed.bytes)))
      }
    }
  }

  private func replacing(_ old: String, by new: String, in text: String) -> String {
    guard let range = text.firstRange(of: old) else { return text }
    return String(text[..<range.lowerBound]) + new + text[range.upperBound...]
  }
}
