import Liveness
import LivenessFaces
import LivenessSensing
import TestSupport

/// A capture of nobody: noise for an image and a bulge for a depth map, enough to run every stage.
struct SyntheticCapture {
  var width = 320
  var height = 240
  var box: FaceBox? = FaceBox(x: 100, y: 60, width: 100, height: 125)
  var metres = 0.5
  var metresPerUnit = 1.0
  var scale = DepthScale.metric
  var modality = Modality.nearInfrared
  var isCropped = false
  /// Metres that the bulge recedes a squared pixel from its middle.
  var bulge = 2e-6
  var hole: @Sendable (_ x: Int, _ y: Int) -> Bool = { _, _ in false }

  var camera: CameraModel {
    get throws {
      try CameraModel(
        width: width, height: height, focalX: 300, focalY: 300, centerX: 159.5, centerY: 119.5)
    }
  }

  func pixels() -> [UInt8] {
    var generator = SeededGenerator(seed: 11)
    return (0..<width * height).map { _ in UInt8.random(in: 40...200, using: &generator) }
  }

  func depths() -> [Float] {
    (0..<height).flatMap { y in
      (0..<width).map { x in
        if hole(x, y) { return Float.nan }
        let (dx, dy) = (Double(x) - 150, Double(y) - 122)
        return Float((metres + bulge * (dx * dx + dy * dy)) * metresPerUnit)
      }
    }
  }

  func capture() throws -> LivenessCapture {
    let depth = try DepthFrame(
      width: width, height: height, values: depths(), scale: scale, camera: camera)
    let image = try ImageFrame(
      width: width, height: height, pixels: pixels(), modality: modality, camera: camera)
    return LivenessCapture(
      depth: depth, images: [image], registration: .aligned, faceBox: box, isCropped: isCropped)
  }
}
