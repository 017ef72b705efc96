import Foundation
import Liveness
import LivenessFaces
import LivenessMedia
import LivenessSensing
import TestSupport
import Testing

/// The face detector that is part of the library, on the sample captures.
struct EmbeddedFaceDetectorTests {
  /// A screen is dark in the near infrared, so that no face shows on it.
  private static let showing = [
    "live-01", "live-02", "live-03", "live-04", "attack-mask-rigid-01", "attack-mask-soft-01",
    "attack-print-bent-01", "attack-print-cut-01", "attack-print-flat-01", "attack-print-flat-02",
    "attack-print-wrap-01",
  ]

  private func capture(_ name: String) throws -> LivenessCapture {
    try CaptureFolder.read(at: "\(SampleCaptures.path)/\(name)")
  }

  private func overlap(_ a: FaceBox, _ b: FaceBox) -> Double {
    let width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    let height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    let common = max(0, width) * max(0, height)
    return common / (a.width * a.height + b.width * b.height - common)
  }

  @Test(arguments: showing)
  func `the face of a capture is found where its box is`(name: String) throws {
    let capture = try capture(name)
    let expected = try #require(capture.faceBox)
    let face = try #require(try FaceDetectorModel.embedded().faces(in: capture.images[0]).first)
    #expect(overlap(face.box, expected) >= 0.5)
  }

  @Test(arguments: showing)
  func `a capture that names no face box is judged like the same capture that does`(
    name: String
  ) throws {
    let named = try capture(name)
    let unnamed = LivenessCapture(
      depth: named.depth, images: named.images, registration: named.registration)
    var policy = LivenessPolicy.standard
    policy.faces = .largest
    let detector = try LivenessDetector(policy: policy)
    let (expected, found) = try (detector.detect(named), detector.detect(unnamed))
    #expect(found.timings.entries.first?.stage == "detection")
    #expect(overlap(try #require(found.face), try #require(expected.face)) >= 0.5)
    #expect(found.decision == expected.decision)
  }

  @Test func `what PyTorch finds is found`() throws {
    let url = URL(fileURLWithPath: Goldens.path("faces/detections.json"))
    let recorded = try JSONDecoder().decode(
      [String: [[Double]]].self, from: Data(contentsOf: url))
    let detector = try FaceDetectorModel.embedded()
    #expect(recorded.count == 12)
    for (name, rows) in recorded {
      let faces = try detector.faces(in: capture(name).images[0], threads: 2)
      #expect(faces.count == rows.count, "\(name)")
      for (face, row) in zip(faces, rows) {
        let box = FaceBox(x: row[0], y: row[1], width: row[2], height: row[3])
        #expect(overlap(face.box, box) > 0.995, "\(name)")
        #expect(abs(face.score - row[4]) < 0.002, "\(name)")
      }
    }
  }

  @Test func `a colour image is searched as its grey`() throws {
    let grey = try capture("live-01").images[0]
    let pixels = (0..<grey.height).flatMap { row in
      grey.samples(row: row, columns: 0..<grey.width).flatMap { [$0, $0, $0] }
    }
    let color = try ImageFrame(
      width: grey.width, height: grey.height, channels: 3, pixels: pixels, modality: .color)
    let detector = try FaceDetectorModel.embedded()
    let (expected, found) = try (detector.faces(in: grey), detector.faces(in: color))
    #expect(!expected.isEmpty && found.count == expected.count)
    for (a, b) in zip(expected, found) { #expect(overlap(a.box, b.box) > 0.999) }
  }

  @Test func `where there is no face the reason says so`() throws {
    let depth = try DepthFrame(
      width: 320, height: 240, values: [Float](repeating: 0.5, count: 320 * 240))
    for shade in [0, 90, 255] as [UInt8] {
      let image = try ImageFrame(
        width: 320, height: 240, pixels: [UInt8](repeating: shade, count: 320 * 240))
      let result = try LivenessDetector().detect(LivenessCapture(depth: depth, images: [image]))
      #expect(result.reasons == [.noFace] && result.decision == .undetermined)
      #expect(result.face == nil)
    }
  }

  @Test func `it can be asked for less and for more`() throws {
    let image = try capture("live-01").images[0]
    let strict = try FaceDetectorModel.embedded(options: FaceDetectorOptions(scoreThreshold: 1))
    #expect(try strict.faces(in: image).isEmpty)
    let large = try FaceDetectorModel.embedded(options: FaceDetectorOptions(resolution: 640))
    #expect(try !large.faces(in: image).isEmpty)
    #expect(throws: FaceDetectionError.self) {
      try FaceDetectorModel.embedded(options: FaceDetectorOptions(resolution: 1))
    }
  }
}
