import LivenessFaces
import LivenessSensing
import Testing

@testable import Liveness

/// Errors that are about what is judged, and errors of the system that judges.
struct FallbackSubjectTests {
  private struct Broken: Error {}

  /// An error of one's own that says what it is about.
  private struct Upload: SubjectError { let isAboutSubject: Bool }

  private static let aboutSubject: [any Error] = [
    LivenessError.alignment(.relativeDepth), LivenessError.missingKeyPoints(groups: [.pupils]),
    LivenessError.search(FaceDetectionError.imageSize(expected: "more", width: 1, height: 1)),
    LivenessError.search(FaceDetectionError.channels(expected: 3, found: 1)),
    LivenessError.search(Upload(isAboutSubject: true)), Upload(isAboutSubject: true),
    AlignmentError.missingCamera(frame: "depth"),
    FrameError.elementCount(frame: "image", expected: 4, found: 3),
  ]

  private static let aboutSystem: [any Error] = [
    Broken(), LivenessError.search(Broken()), LivenessError.noBundledWeights,
    LivenessError.search(FaceDetectionError.notFinite(output: "scores")),
    LivenessError.search(FaceDetectionError.option(name: "resolution", expected: "1", found: "2")),
    LivenessError.search(Upload(isAboutSubject: false)), Upload(isAboutSubject: false),
    FrameError.unit(frame: "depth", metresPerUnit: 0),
  ]

  private func desk(
    _ channel: ScriptedChannel, asked: Set<LivenessDecision>, clock: ScriptedClock = ScriptedClock()
  ) throws -> SecondOpinion<ScriptedChannel, ScriptedClock> {
    let limits = CircuitLimits(failures: 1, probes: 1, firstWait: .seconds(5))
    return try SecondOpinion(
      channel: channel, policy: FallbackPolicy(asked: asked, localLimits: limits), clock: clock)
  }

  @Test(arguments: aboutSubject)
  func `an error about the subject is an answer without a decision, and counts against nobody`(
    error: any Error
  ) async throws {
    let channel = ScriptedChannel(.live)
    let strict = try desk(channel, asked: [.spoof])
    for subject in 0..<6 {
      let result = try await strict.decide(about: subject) { throw error }
      #expect(result.decision == .undetermined && result.origin == .local)
      #expect(result.local == LocalAnswer(decision: .undetermined, liveProbability: nil))
      #expect(result.localTrouble == nil && result.fallbackTrouble == .notAsked)
    }
    #expect(channel.calls == 0)
    #expect(await strict.localState == .closed)
    let open = try desk(channel, asked: [.undetermined])
    let asked = try await open.decide(about: 0) { throw error }
    #expect(asked.origin == .fallback("elsewhere") && asked.local?.decision == .undetermined)
  }

  @Test(arguments: aboutSystem)
  func `any other error is a failure of the own system, and the channel is asked`(
    error: any Error
  ) async throws {
    let channel = ScriptedChannel(.spoof)
    let desk = try desk(channel, asked: [])
    let result = try await desk.decide(about: 0) { throw error }
    #expect(result.origin == .fallback("elsewhere") && result.local == nil)
    #expect(result.localTrouble == .failed("\(error)"))
    #expect(await desk.localState == .open)
    #expect(channel.calls == 1)
  }

  @Test func `frames of sizes that do not fit are the subject's own trouble`() async throws {
    let plain = try SyntheticCapture().capture()
    let mismatched = LivenessCapture(
      depth: try DepthFrame(width: 2, height: 1, values: [0.5, 0.5]), images: plain.images,
      registration: .aligned, faceBox: plain.faceBox)
    let detector = try FusionFile().detector()
    let channel = ScriptedChannel(.live)
    let desk = try desk(channel, asked: [.spoof])
    for subject in 0..<6 {
      let result = try await desk.decide(about: subject) {
        LocalAnswer(try detector.detect(mismatched))
      }
      #expect(result.decision == .undetermined && result.origin == .local)
    }
    #expect(await desk.localState == .closed)
    #expect(channel.calls == 0)
  }

  @Test func `while the own system is probed, such an error says nothing about it`() async throws {
    let clock = ScriptedClock()
    let desk = try desk(ScriptedChannel(.spoof), asked: [.spoof], clock: clock)
    _ = try await desk.decide(about: 0) { throw Broken() }
    clock.advance(by: .seconds(5))
    for subject in 0..<2 {
      _ = try await desk.decide(about: subject) { throw Upload(isAboutSubject: true) }
      #expect(await desk.localState == .halfOpen)
    }
    _ = try await desk.decide(about: 0) { .sureLive }
    #expect(await desk.localState == .closed)
  }
}
