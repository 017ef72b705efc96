import LivenessFaces
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

@testable import Liveness

/// Captures that do not say where the face is, judged with the library's own detector of faces.
struct EmbeddedFaceDetectorTests {
  private static let samples = Goldens.path("../../Documentation/Examples/Captures")

  private func unnamed(_ name: String) throws -> (FaceBox?, LivenessCapture) {
    let named = try CaptureFolder.read(at: "\(Self.samples)/\(name)")
    return (
      named.faceBox,
      LivenessCapture(
        depth: named.depth, images: named.images, registration: named.registration)
    )
  }

  private func detector() throws -> LivenessDetector {
    var policy = LivenessPolicy.standard
    policy.faces = .largest
    return try LivenessDetector(policy: policy)
  }

  @Test(arguments: 1...4)
  func `a living face is found where no box is named`(number: Int) throws {
    let (box, capture) = try unnamed("live-0\(number)")
    let result = try detector().detect(capture)
    #expect(try #require(result.face).overlap(with: #require(box)) > 0.6)
    #expect(result.timings.entries.first?.stage == "detection")
    #expect(result.decision == .live)
  }

  @Test(arguments: [
    "mask-rigid-01", "mask-soft-01", "print-cut-01", "print-flat-02", "print-wrap-01",
  ])
  func `an attack that shows a face is a spoof where no box is named`(name: String) throws {
    #expect(try detector().detect(unnamed("attack-\(name)").1).decision == .spoof)
  }

  @Test(arguments: ["print-bent-01", "print-flat-01", "screen-01"])
  func `an attack whose face hardly shows in the near infrared is not live`(name: String) throws {
    #expect(try detector().detect(unnamed("attack-\(name)").1).decision != .live)
  }

  private func reasons(
    _ width: Int, _ height: Int, _ modality: Modality = .nearInfrared, _ shade: (Int) -> UInt8
  ) throws -> [LivenessReason] {
    let depth = try DepthFrame(
      width: width, height: height, values: [Float](repeating: 0.5, count: width * height))
    let image = try ImageFrame(
      width: width, height: height, pixels: (0..<width * height).map(shade), modality: modality)
    let result = try LivenessDetector().detect(
      LivenessCapture(depth: depth, images: [image], registration: .aligned))
    #expect(result.decision == .undetermined)
    return result.reasons
  }

  @Test func `where nobody is, there is no face`() throws {
    let (width, height) = (320, 240)
    #expect(try reasons(width, height) { UInt8(40 + $0 % width / 4) } == [.noFace])
    #expect(try reasons(width, height) { _ in 0 } == [.noFace])
    let tiles = { (index: Int) in UInt8((index % width / 20 + index / width / 20) % 2 * 160 + 40) }
    #expect(try reasons(width, height, .nearInfrared, tiles) == [.noFace])
  }

  @Test func `a tiny image shows no face, which is no error`() throws {
    #expect(try reasons(20, 20) { _ in 90 } == [.noFace])
  }

  @Test func `images of other light are not searched`() throws {
    let finder = try #require(try Finders(faces: nil, keyPoints: nil).faces)
    let image = try unnamed("live-01").1.images[0]
    let thermal = try ImageFrame(
      width: image.width, height: image.height,
      pixels: (0..<image.width * image.height).map { image[$0 % image.width, $0 / image.width, 0] },
      modality: Modality(rawValue: "thermal"))
    #expect(try finder.faces(in: image, threads: 1).count == 1)
    #expect(try finder.faces(in: thermal, threads: 1).isEmpty)
  }
}
