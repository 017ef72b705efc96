import Foundation
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import Testing

/// The sample captures of the documentation.
enum SampleCaptures {
  static let path: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/Documentation/Examples/Captures"
  }()

  /// A copy of one whose frames say when they were taken.
  static func copy(_ name: String, to folder: TemporaryFolder, depth: String, image: String) throws
  {
    for file in ["depth.png", "nir.png"] {
      try folder.write(
        Array(Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)/\(file)"))),
        to: "\(name)/\(file)")
    }
    let text = try String(contentsOfFile: "\(path)/\(name)/capture.json", encoding: .utf8)
      .replacingOccurrences(of: #""depth.png","#, with: #""depth.png", "time_seconds": \#(depth),"#)
      .replacingOccurrences(of: #""nir.png","#, with: #""nir.png", "time_seconds": \#(image),"#)
    try folder.write(Array(text.utf8), to: "\(name)/capture.json")
  }
}

struct CaptureReplayTests {
  @Test func `Row 1.53: a recording plays back as captures and as two sources`() async throws {
    let folder = try TemporaryFolder()
    try SampleCaptures.copy("live-01", to: folder, depth: "12.5", image: "12.51")
    try SampleCaptures.copy("live-03", to: folder, depth: "13.5", image: "13.4")
    var replay = try CaptureReplay(at: folder.path)
    #expect(replay.paths.map { $0.suffix(7) } == ["live-01", "live-03"])
    var pair = PairedSources(depth: replay, image: replay, registration: .aligned)
    let skews: [Duration] = [.milliseconds(10), .milliseconds(100)]
    for skew in skews {
      let (whole, paired) = (try #require(try replay.next()), try #require(try await pair.next()))
      #expect(whole.timeSkew == skew && paired.timeSkew == skew)
      #expect(whole.faceBox != nil && paired.faceBox == nil)
      #expect(whole.depth.values.map(\.bitPattern) == paired.depth.values.map(\.bitPattern))
      #expect(whole.images[0].pixels == paired.images[0].pixels)
    }
    #expect(try replay.next() == nil)
    #expect(try await pair.next() == nil)
  }

  @Test func `a capture that cannot be read is an error, and the next one plays`() async throws {
    let good = SampleCaptures.path + "/live-01"
    var replay = CaptureReplay(paths: ["/nowhere", good])
    #expect(throws: CaptureError.self) { try replay.next() }
    #expect(try replay.next() != nil)
    var color = CaptureReplay(paths: [good], modality: .color)
    await #expect(throws: CaptureError.self) { try await color.nextImage() }
  }

  @Test(arguments: ["-1", "1e300", "\"12\"", "null"])
  func `a time that cannot be is refused`(time: String) throws {
    let folder = try TemporaryFolder()
    try SampleCaptures.copy("live-01", to: folder, depth: time, image: "1")
    let error = #expect(throws: CaptureError.self) {
      try CaptureFolder.read(at: folder.path + "/live-01")
    }
    #expect(error?.message.contains("time_seconds") == true)
  }

  @Test func `times farther apart than the policy allows are no answer`() throws {
    let folder = try TemporaryFolder()
    try SampleCaptures.copy("live-03", to: folder, depth: "13.5", image: "13.4")
    let capture = try CaptureFolder.read(at: folder.path + "/live-03")
    #expect(try LivenessDetector().detect(capture).reasons == [.framesNotSimultaneous])
  }
}

struct SampleCapturesTests {
  /// Masks have the shape of a face: whether one is told apart stands in the model's card, not here.
  @Test func `Row 1.51: faces are live, and no print or screen among the samples is`() throws {
    let detector = try LivenessDetector()
    for path in try CaptureFolder.find(at: SampleCaptures.path) where !path.contains("mask") {
      let decision = try detector.detect(CaptureFolder.read(at: path)).decision
      #expect((decision == .live) == path.contains("/live-"), "\(path): \(decision)")
    }
  }
}

struct SamplePoliciesTests {
  @Test func `Row 1.52: the policies of the documentation are read`() throws {
    let folder = SampleCaptures.path + "/../Policies/"
    let unlocking = try LivenessPolicy(at: folder + "unlock.json")
    let paying = try LivenessPolicy(at: folder + "payment.json")
    #expect(unlocking.minimumFaceSize < paying.minimumFaceSize)
    #expect(unlocking.faces == .largest && paying.faces == .refuse)
    #expect(unlocking.latencyBudget == .milliseconds(300) && paying.voting == .minimum)
    let (unlock, pay) = (try #require(unlocking.rule), try #require(paying.rule))
    #expect(unlock.liveThreshold <= pay.liveThreshold)
  }
}
