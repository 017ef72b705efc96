import LivenessLayers
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

/// A detector as `Weights/Training` writes them, with random weights.
struct TrainedDetectorTests {
  private func detector() throws -> FaceDetectorModel {
    try FaceDetectorModel(ModelFile(at: Goldens.path("faces/face-detector.safetensors")))
  }

  @Test func `what PyTorch finds on an image is found`() throws {
    let file = try SafetensorsFile(at: Goldens.path("faces/face-detector-found.safetensors"))
    let (boxes, scores) = (try file.tensor("boxes").scalars, try file.tensor("scores").scalars)
    let image = try ImageFrame(
      width: 340, height: 250, pixels: file.tensor("image").scalars.map { UInt8($0) })
    let faces = try detector().faces(in: image, threads: 2)
    #expect(faces.count == scores.count && faces.count >= 4)
    for (index, face) in faces.enumerated() {
      let row = boxes[4 * index..<4 * index + 4].map(Double.init)
      let expected = FaceBox(x: row[0], y: row[1], width: row[2], height: row[3])
      #expect(face.box.overlap(with: expected) > 0.999)
      #expect(abs(face.score - Double(scores[index])) < 1e-4)
    }
  }

  @Test func `colours of one shade are searched like the grey of that shade`() throws {
    let pixels: [UInt8] = (0..<96 * 64).map { index in
      let shade = index % 96 * 5 + index / 96 * 3
      return UInt8(shade % 256)
    }
    let grey = try ImageFrame(width: 96, height: 64, pixels: pixels)
    let color = try ImageFrame(
      width: 96, height: 64, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] }, modality: .color)
    let detector = try detector()
    let plan = detector.input.size.plan(width: 96, height: 64)
    let expected = try detector.input.tensor(of: grey, plan: plan)
    let found = try detector.input.tensor(of: color, plan: plan)
    #expect(found.shape == expected.shape)
    for (a, b) in zip(found.scalars, expected.scalars) { #expect(abs(a - b) < 1e-5) }
  }
}
