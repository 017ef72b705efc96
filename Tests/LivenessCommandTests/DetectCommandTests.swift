import ArgumentParser
import Liveness
import LivenessMedia
import TestSupport
import Testing

@testable import LivenessCommand

struct DetectCommandTests {
  @Test func `paths and options are taken as given`() throws {
    let command = try DetectCommand.parse(["a b", "c/", "--report", "page.html", "--json"])
    #expect(command.paths == ["a b", "c/"])
    #expect(command.report == "page.html" && command.model == nil && command.json)
  }

  @Test func `captures without a face box are searched by the detector that is named`() throws {
    let path = Goldens.path("faces/face-detector.safetensors")
    let named = try #require(
      DetectorFiles(model: nil, policy: nil, faceDetector: path, faces: .largest).detector())
    let plain = try #require(DetectorFiles(model: nil, policy: nil).detector())
    let sample = try CaptureFolder.read(
      at: Goldens.path("../../Documentation/Examples/Captures/live-01"))
    let capture = LivenessCapture(
      depth: sample.depth, images: sample.images, registration: sample.registration)
    let (own, other) = (try plain.detect(capture), try named.detect(capture))
    #expect(own.timings.entries.first?.stage == "detection" && own.face != nil)
    #expect(other.timings.entries.first?.stage == "detection" && other.face != own.face)
    let missing = DetectorFiles(model: nil, policy: nil, faceDetector: "/no/such/file")
    #expect(missing.detector() == nil)
    let wrong = Goldens.path("../../Weights/depth-fusion.safetensors")
    #expect(DetectorFiles(model: nil, policy: nil, faceDetector: wrong).detector() == nil)
  }

  @Test(arguments: [
    [], [""], ["a", ""], ["a", "--report", ""], ["a", "--model", ""], ["a", "--detector", ""],
    ["a", "--repotr", "b"],
  ])
  func `a path that is empty or missing is wrong usage, told before anything is judged`(
    arguments: [String]
  ) throws {
    let error = #expect(throws: (any Error).self) { _ = try DetectCommand.parse(arguments) }
    #expect(try DetectCommand.exitCode(for: #require(error)) == .validationFailure)
  }
}
