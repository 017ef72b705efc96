import LivenessSensing
import TestSupport
import Testing

struct ImageToDepthTests {
  private func camera(_ width: Int, _ height: Int, focal: Double) throws -> CameraModel {
    try CameraModel(
      width: width, height: height, focalX: focal, focalY: focal,
      centerX: Double(width - 1) / 2, centerY: Double(height - 1) / 2)
  }

  private func moved(_ x: Double) throws -> RigidTransform {
    try RigidTransform(rotation: RigidTransform.identity.rotation, translation: SIMD3(x, 0, 0))
  }

  @Test func `Row 1.21: each depth pixel takes what the image shows of its point`() throws {
    // 1 m away and 100 pixels of focal length: 10 mm are one pixel.
    let camera = try camera(5, 1, focal: 100)
    let depth = try DepthFrame(width: 5, height: 1, values: [1, 1, .nan, 1, 1], camera: camera)
    let image = try ImageFrame(
      width: 5, height: 1, pixels: [10, 20, 30, 40, 50], camera: camera)
    let frames = try AlignedFrames(aligning: image, to: depth, by: moved(0.01))
    #expect(frames.image.pixels == [20, 30, 0, 50, 0])
    let mask = try #require(frames.imageMask)
    #expect(mask.values == [true, true, false, true, false])
    #expect(mask.validShare == 0.6 && mask[1, 0] && !mask[2, 0])
    #expect(frames.image.camera == camera && frames.depth[1, 0] == 1)
  }

  @Test func `colours come along, at another resolution and aspect ratio`() throws {
    let depthCamera = try camera(4, 4, focal: 4)
    let imageCamera = try CameraModel(
      width: 16, height: 8, focalX: 8, focalY: 8, centerX: 7.5, centerY: 3.5)
    let pixels = (0..<16 * 8).flatMap { (index: Int) -> [UInt8] in
      [UInt8(index % 16), UInt8(index / 16), 200]
    }
    let image = try ImageFrame(
      width: 16, height: 8, channels: 3, pixels: pixels, modality: .color, camera: imageCamera)
    let depth = try DepthFrame(
      width: 4, height: 4, values: [Float](repeating: 0.7, count: 16), camera: depthCamera)
    let frames = try AlignedFrames(aligning: image, to: depth, by: .identity)
    // Pixel 0 of four lies 1.5 pixels left of the centre, which is 3 pixels of the image.
    #expect(frames.image[0, 0, 0] == 5 || frames.image[0, 0, 0] == 4)
    #expect(frames.image[3, 3, 1] == 7 || frames.image[3, 3, 1] == 6)
    #expect(frames.image[2, 1, 2] == 200 && frames.imageMask?.validShare == 1)
    #expect(frames.image.modality == .color)
  }

  @Test func `what something nearer hides from the image's camera is false in the mask`() throws {
    // A bar half a metre away moves by four pixels, the wall one metre away by two.
    let camera = try camera(16, 1, focal: 100)
    var values = [Float](repeating: 1, count: 16)
    for x in 6...8 { values[x] = 0.5 }
    let depth = try DepthFrame(width: 16, height: 1, values: values, camera: camera)
    let image = try ImageFrame(
      width: 16, height: 1, pixels: (0..<16).map { UInt8(10 * $0) }, camera: camera)
    let frames = try AlignedFrames(aligning: image, to: depth, by: moved(0.02))
    let mask = try #require(frames.imageMask)
    // The bar appears on columns 10 to 12, where the wall's columns 8 to 10 would: 9 and 10 are left.
    #expect((0..<16).filter { !mask[$0, 0] } == [9, 10, 14, 15])
    #expect(frames.image[6, 0, 0] == 100 && frames.image[5, 0, 0] == 70)
  }

  @Test func `frames without cameras, or of relative depth, are refused`() throws {
    let camera = try camera(2, 1, focal: 10)
    let image = try ImageFrame(width: 2, height: 1, pixels: [1, 2], camera: camera)
    let bare = try DepthFrame(width: 2, height: 1, values: [1, 1])
    #expect(throws: AlignmentError.missingCamera(frame: "depth")) {
      try AlignedFrames(aligning: image, to: bare, by: .identity)
    }
    let relative = try DepthFrame(
      width: 2, height: 1, values: [1, 1], scale: .relative, camera: camera)
    #expect(throws: AlignmentError.relativeDepth) {
      try AlignedFrames(aligning: image, to: relative, by: .identity)
    }
  }
}
